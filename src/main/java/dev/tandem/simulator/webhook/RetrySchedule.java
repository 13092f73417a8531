package dev.tandem.simulator.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When an unanswered webhook is posted again: once at once, then at doubling gaps, for 7 days of simulated time. */
final class RetrySchedule {
    static final Duration GIVE_UP_AFTER = Duration.ofDays(7);
    private static final Duration LONGEST_GAP = Duration.ofHours(6);

    private RetrySchedule() {}

    /**
     * The gap before the next try.
     *
     * @param failures tries that failed so far, at least 1
     * @param firstTried time of the first try
     * @return empty when it is to be given up
     */
    static Optional<Duration> gapAfter(int failures, Instant firstTried, Instant now, Duration firstGap) {
        if (failures == 1) {
            return Optional.of(Duration.ZERO);
        }
        int doublings = Math.min(failures - 2, 30);
        Duration gap = firstGap.multipliedBy(1L << doublings);
        if (gap.compareTo(LONGEST_GAP) > 0) {
            gap = LONGEST_GAP;
        }
        return now.plus(gap).isAfter(firstTried.plus(GIVE_UP_AFTER)) ? Optional.empty() : Optional.of(gap);
    }
}
