package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotWindowTest {

    private static final long START = 1_793_000_000_000L;

    /** Whatever the delays, whatever others use, whatever comes back unused. */
    @Property(tries = 1_000, seed = "20261105")
    void noSlidingSecondAtTheReceiverHoldsMoreThanTheLimit(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 80) int limit,
            @ForAll @IntRange(min = 0, max = 300) int beforeStamp,
            @ForAll @IntRange(min = 0, max = 2_500) int answer,
            @ForAll @DoubleRange(min = 0, max = 0.3) double unusedShare,
            @ForAll @IntRange(min = 0, max = 60) int debits) {
        Random random = new Random(seed);
        Lane lane = new Lane(new SlotWindow(limit, START), random, beforeStamp, answer, unusedShare);
        int workers = 1 + random.nextInt(limit);
        for (int worker = 0; worker < workers; worker++) {
            lane.worker(START + random.nextInt(500));
        }
        for (int debit = 0; debit < debits; debit++) {
            lane.debit(START + random.nextInt(8_000));
        }
        assertThat(Lane.mostInASecond(lane.run(START + 8_000))).isLessThanOrEqualTo(limit);
    }

    @ParameterizedTest(name = "{0}/s, {1} at once, {2} ms before the stamp, {3} ms until the answer: {4} of the limit")
    @CsvSource({
        "20, 6, 0,  1,   0.97",
        "5,  2, 0,  1,   0.97",
        "20, 6, 40, 200, 0.85",
        "5,  2, 40, 200, 0.85",
        "1,  1, 0,  1,   0.97"
    })
    void aFullLaneUsesTheLimit(int limit, int workers, int beforeStamp, int answer, double share) {
        Lane lane = new Lane(new SlotWindow(limit, START), new Random(7), beforeStamp, answer, 0);
        for (int worker = 0; worker < workers; worker++) {
            lane.worker(START);
        }
        List<Long> stamps = lane.run(START + 60_000);
        assertThat(stamps.size() / 60.0).isBetween(share * limit, limit * 1.02);
    }

    /** Issue 2, point 3: at 5/s with 3 app messages a second our share is 2 a second, two seconds after the echoes. */
    @ParameterizedTest(name = "{0}/s, {1} at once, others {2}/s")
    @CsvSource({"5, 2, 3", "5, 2, 1", "5, 2, 4", "20, 6, 10", "20, 6, 3", "2, 2, 1", "3, 2, 1"})
    void whatOthersUseIsTakenFromOurShare(int limit, int workers, int others) {
        for (int seed = 1; seed <= 50; seed++) {
            double ours = share(limit, workers, others, seed);
            assertThat(ours)
                    .as("per second, seed %d", seed)
                    .isBetween((limit - others) * 0.9 - 0.1, limit - others + 0.1);
        }
    }

    /** What we send a second, from two seconds after the others begin. */
    private static double share(int limit, int workers, int others, int seed) {
        Random random = new Random(seed);
        Lane lane = new Lane(new SlotWindow(limit, START), random, 0, 20, 0);
        for (int worker = 0; worker < workers; worker++) {
            lane.worker(START);
        }
        for (int second = 5; second < 65; second++) {
            for (int other = 0; other < others; other++) {
                lane.debit(START + second * 1_000L + other * 1_000L / others + random.nextInt(50));
            }
        }
        List<Long> stamps = lane.run(START + 65_000);
        return stamps.stream().filter(stamp -> stamp / 1_000 >= START + 7_000).count() / 58.0;
    }

    /** Never quite nothing (R46): a second's worth is owed at most. */
    @ParameterizedTest(name = "{0}/s, {1} at once, others {2}/s: ours {3}/s")
    @CsvSource({"5, 2, 5, 1.05", "5, 2, 20, 1.05", "1, 1, 1, 0.55", "20, 6, 40, 3.05"})
    void whoLeavesNothingGetsLittle(int limit, int workers, int others, double most) {
        assertThat(share(limit, workers, others, 1)).isLessThanOrEqualTo(most);
    }

    @Test
    void aBurstOfOthersIsOverAfterSeconds() {
        SlotWindow window = new SlotWindow(5, START);
        for (int i = 0; i < 200; i++) {
            window.debit(START + 1_000);
        }
        assertThat(window.take()).isBetween(START + 2_001, START + 5_000);
    }

    @Test
    void nothingLeavesInTheFirstSecondOfAProcess() {
        assertThat(new SlotWindow(20, START + 1_000).take()).isEqualTo(START + 1_000);
    }

    @Test
    void aSlotIsFreeASecondAfterItsAnswerAndAtOnceWhenUnused() {
        SlotWindow window = new SlotWindow(1, START);
        long first = window.take();
        window.answered(START + 300);
        assertThat(first).isEqualTo(START);
        long second = window.take();
        assertThat(second).isEqualTo(START + 1_301);
        window.unused(second);
        assertThat(window.take()).isEqualTo(second);
    }

    @Test
    void moreAtOnceThanSlotsIsAMistake() {
        SlotWindow window = new SlotWindow(2, START);
        window.take();
        window.take();
        assertThatThrownBy(window::take).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SlotWindow(0, START)).hasMessageContaining("lets nothing through");
    }
}
