package dev.tandem.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SlidingSecondTest {
    private static final long SECOND = 1_000_000_000L;

    private final SlidingSecond second = new SlidingSecond();

    @Example
    void theFirstOfTheSecondFreesItsPlaceExactlyAThousandMillisecondsLater() {
        for (int i = 0; i < 20; i++) {
            second.count(i);
        }
        assertThat(second.admits(SECOND - 1, 20)).isFalse();
        assertThat(second.admits(SECOND, 20)).isTrue();
        second.count(SECOND);
        assertThat(second.admits(SECOND, 20)).isFalse();
        assertThat(second.admits(SECOND + 1, 20)).isTrue();
    }

    @Example
    void anInboundBurstAboveTheLimitBlocksSendsUntilItIsASecondOld() {
        for (int i = 0; i < 30; i++) {
            second.count(0);
        }
        assertThat(second.admits(1, 20)).isFalse();
        assertThat(second.admits(SECOND, 20)).isTrue();
    }

    @Example
    void aLateDecisionIsJudgedByItsStamp() {
        second.count(2 * SECOND);
        second.count(2 * SECOND + 1);
        assertThat(second.admits(SECOND, 2)).isTrue();
        assertThat(second.admits(SECOND + 2, 2)).isFalse();
    }

    @Property(tries = 300, seed = "7")
    void admitsExactlyWhatKeepsEverySecondWithinTheLimit(
            @ForAll @Size(max = 80) List<@LongRange(min = 0, max = 4_000_000_000L) Long> stamps,
            @ForAll @IntRange(min = 1, max = 6) int limit) {
        SlidingSecond tested = new SlidingSecond();
        List<Long> counted = new ArrayList<>();
        for (long stamp : stamps) {
            List<Long> with = new ArrayList<>(counted);
            with.add(stamp);
            boolean fits = largest(with) <= limit;
            assertThat(tested.admits(stamp, limit)).isEqualTo(fits);
            if (fits) {
                tested.count(stamp);
                counted.add(stamp);
            }
        }
    }

    private static long largest(List<Long> stamps) {
        return stamps.stream()
                .mapToLong(start -> stamps.stream()
                        .filter(s -> s >= start && s < start + SECOND)
                        .count())
                .max()
                .orElse(0);
    }
}
