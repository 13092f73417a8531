package dev.tandem.domain;

/** Counts what happened in the last minute, second by second. Thread-safe. */
public final class MinuteRate {

    private static final int SECONDS = 60;

    private final long[] counts = new long[SECONDS];
    private final long[] seconds = new long[SECONDS];

    /** Counts one at the given time in milliseconds. */
    public synchronized void count(long atMillis) {
        long second = atMillis / 1_000;
        int bucket = (int) (second % SECONDS);
        if (seconds[bucket] != second) {
            seconds[bucket] = second;
            counts[bucket] = 0;
        }
        counts[bucket]++;
    }

    /** How many were counted in the minute before the given time in milliseconds. */
    public synchronized long lastMinute(long nowMillis) {
        long now = nowMillis / 1_000;
        long sum = 0;
        for (int bucket = 0; bucket < SECONDS; bucket++) {
            if (now - seconds[bucket] < SECONDS) {
                sum += counts[bucket];
            }
        }
        return sum;
    }
}
