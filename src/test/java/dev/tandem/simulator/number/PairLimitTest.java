package dev.tandem.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairLimitTest {
    private static final Limits.Pair DOCUMENTED = Limits.Pair.DOCUMENTED;

    private final Instant start = Instant.parse("2026-11-02T09:00:00Z");
    private final PairLimit limit = new PairLimit();

    @ParameterizedTest(name = "after a burst of {0} the next goes at {1} s and not before")
    @CsvSource({"2, 12", "20, 120", "45, 270"})
    void aBurstBorrowsFromLaterAllowance(int burst, int seconds) {
        for (int i = 0; i < burst; i++) {
            assertThat(take(i * 100L)).as("message %d of the burst", i + 1).isTrue();
        }
        assertThat(take(seconds * 1000L - 1)).isFalse();
        assertThat(take(seconds * 1000L)).isTrue();
    }

    @Test
    void oneEverySixSecondsGoesForEver() {
        for (int i = 0; i < 1000; i++) {
            assertThat(take(i * 6000L)).as("message %d", i + 1).isTrue();
        }
    }

    @Test
    void aBurstHoldsFortyFiveAndEndsAfterSixSeconds() {
        for (int i = 0; i < 45; i++) {
            take(0);
        }
        assertThat(take(5999)).as("the 46th").isFalse();

        PairLimit other = new PairLimit();
        other.count(start, DOCUMENTED);
        other.count(start.plusMillis(5999), DOCUMENTED);
        assertThat(other.admits(start.plusMillis(6000), DOCUMENTED)).isFalse();
        assertThat(other.admits(start.plusMillis(12_000), DOCUMENTED)).isTrue();
    }

    private boolean take(long millis) {
        Instant now = start.plusMillis(millis);
        boolean admitted = limit.admits(now, DOCUMENTED);
        if (admitted) {
            limit.count(now, DOCUMENTED);
        }
        return admitted;
    }
}
