package dev.tandem.simulator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Duration FIRST_GAP = Duration.ofSeconds(1);

    private final Instant start = Instant.parse("2026-11-02T09:00:00Z");

    @Test
    void theFirstRetryComesAtOnceThenTheGapsDouble() {
        assertThat(gap(1)).contains(Duration.ZERO);
        assertThat(gap(2)).contains(Duration.ofSeconds(1));
        assertThat(gap(3)).contains(Duration.ofSeconds(2));
        assertThat(gap(6)).contains(Duration.ofSeconds(16));
        assertThat(gap(40)).contains(Duration.ofHours(6));
    }

    @Test
    void tryingGoesOnForSevenDaysAndNoLonger() {
        Instant now = start;
        Optional<Duration> gap = RetrySchedule.gapAfter(1, start, now, FIRST_GAP);
        int failures = 1;
        while (gap.isPresent()) {
            now = now.plus(gap.get());
            failures++;
            gap = RetrySchedule.gapAfter(failures, start, now, FIRST_GAP);
        }
        assertThat(Duration.between(start, now)).isBetween(Duration.ofDays(6), Duration.ofDays(7));
        assertThat(failures).isBetween(30, 60);
    }

    private Optional<Duration> gap(int failures) {
        return RetrySchedule.gapAfter(failures, start, start, FIRST_GAP);
    }
}
