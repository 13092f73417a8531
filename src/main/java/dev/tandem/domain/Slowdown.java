package dev.tandem.domain;

/**
 * How much slower than its limit a number sends after Meta refused it for its throughput (R46): half as fast and a wait of a
 * second, twice as long when the next refusal follows at once, then back up step by step; never below one a second, never above the
 * limit. In milliseconds of any one clock. Not thread-safe.
 */
public final class Slowdown {

    private static final long FIRST_WAIT = 1_000;
    private static final long LONGEST_WAIT = 60_000;

    /** A refusal so soon after a wait says that the wait was too short. */
    private static final long SOON = 2_000;

    /** A half that was lost is won back within so long. */
    private static final long CLIMB = 10_000;

    private final double limit;
    private double rate;
    private long since = Long.MIN_VALUE;
    private long waitUntil = Long.MIN_VALUE;
    private long lastWait;
    private long nextAt = Long.MIN_VALUE;

    /** @param limit per second; what a number without limit is taken to have */
    public Slowdown(int limit) {
        this.limit = limit;
        this.rate = limit;
    }

    /**
     * Meta refused a request for the number's throughput.
     *
     * @param startedAt when the request was marked: one that left before the last refusal says nothing new
     */
    public void refused(long startedAt, long now) {
        if (since != Long.MIN_VALUE && startedAt < since) {
            return;
        }
        boolean tooSoon = since != Long.MIN_VALUE && now < waitUntil + SOON;
        lastWait = tooSoon ? Math.min(LONGEST_WAIT, lastWait * 2) : FIRST_WAIT;
        rate = Math.max(1, rateAt(now) / 2);
        since = now;
        waitUntil = now + lastWait;
        nextAt = waitUntil;
    }

    /** Whether it is slower than its limit. */
    public boolean isSlow(long now) {
        return rateAt(now) < limit;
    }

    /** Requests per second now; 0 while it waits. */
    public double current(long now) {
        return now < waitUntil ? 0 : rateAt(now);
    }

    /** When the next request might leave. */
    public long next(long now) {
        return isSlow(now) ? Math.max(now, nextAt) : now;
    }

    /** When the next request may leave; each call is one request. */
    public long take(long now) {
        if (!isSlow(now)) {
            return now;
        }
        long at = next(now);
        nextAt = at + Math.round(1_000 / rateAt(at));
        return at;
    }

    /** Climbs in a straight line from the end of the wait on. */
    private double rateAt(long now) {
        if (since == Long.MIN_VALUE || now <= waitUntil) {
            return rate;
        }
        return Math.min(limit, rate + limit / 2 * (now - waitUntil) / CLIMB);
    }
}
