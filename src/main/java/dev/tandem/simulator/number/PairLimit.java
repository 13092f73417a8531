package dev.tandem.simulator.number;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one number may send to one person (R47, R48): a message every 6 s, or a burst within 6 s that borrows from
 * later allowance: after n messages the next may go n times 6 s after the burst's start. Not thread-safe.
 */
public final class PairLimit {
    private @Nullable Instant start;
    private int inBurst;

    /** Whether a message may go now. */
    public boolean admits(Instant now, Limits.Pair limit) {
        return start == null || isInBurst(start, now, limit) || isPaidBack(start, now, limit);
    }

    /** Counts a message that went. */
    public void count(Instant now, Limits.Pair limit) {
        if (start != null && isInBurst(start, now, limit)) {
            inBurst++;
        } else {
            start = now;
            inBurst = 1;
        }
    }

    private boolean isInBurst(Instant since, Instant now, Limits.Pair limit) {
        return now.isBefore(since.plusSeconds(limit.seconds())) && inBurst < limit.burst();
    }

    private boolean isPaidBack(Instant since, Instant now, Limits.Pair limit) {
        return !now.isBefore(since.plus(Duration.ofSeconds(limit.seconds()).multipliedBy(inBurst)));
    }
}
