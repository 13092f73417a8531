package dev.tandem.simulator.received;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class StampsTest {
    private static final long SECOND = 1_000_000_000L;

    @Example
    void twoStampsAThousandMillisecondsApartShareNoSecond() {
        assertThat(Stamps.largestInAnySlidingSecond(new long[] {0, SECOND})).isEqualTo(1);
        assertThat(Stamps.largestInAnySlidingSecond(new long[] {0, SECOND - 1})).isEqualTo(2);
        assertThat(Stamps.largestInAnySlidingSecond(new long[0])).isZero();
    }

    @Example
    void findsASecondThatStartsBetweenWholeOnes() {
        long half = SECOND / 2;
        long[] stamps = {half, half + 1, SECOND + 1, SECOND + 2, SECOND + half - 1, 3 * SECOND};
        assertThat(Stamps.largestInAnySlidingSecond(stamps)).isEqualTo(5);
    }

    @Property(tries = 200, seed = "7")
    void isTheLargestOverAllStarts(
            @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 5_000_000_000L) Long> values) {
        Stamps stamps = new Stamps();
        values.forEach(stamps::add);
        long slow = values.stream()
                .mapToLong(start -> values.stream()
                        .filter(s -> s >= start && s < start + SECOND)
                        .count())
                .max()
                .orElse(0);
        assertThat(Stamps.largestInAnySlidingSecond(stamps.sortedSince(0))).isEqualTo((int) slow);
    }
}
