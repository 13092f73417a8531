package dev.tandem.simulator.received;

import java.util.Arrays;

/** A growing list of arrival stamps. Thread-safe. */
public final class Stamps {
    private static final long SECOND = 1_000_000_000L;

    private long[] values = new long[64];
    private int size;

    public synchronized void add(long stamp) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = stamp;
    }

    /** The stamps from {@code since} on, in order. */
    public synchronized long[] sortedSince(long since) {
        return Arrays.stream(values, 0, size).filter(s -> s >= since).sorted().toArray();
    }

    synchronized void clear() {
        size = 0;
    }

    /** The most stamps in any 1,000 ms, start included and end not, wherever they begin. */
    public static int largestInAnySlidingSecond(long[] sorted) {
        int largest = 0;
        int start = 0;
        for (int end = 0; end < sorted.length; end++) {
            while (sorted[end] - sorted[start] >= SECOND) {
                start++;
            }
            largest = Math.max(largest, end - start + 1);
        }
        return largest;
    }
}
