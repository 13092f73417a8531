package dev.tandem.simulator.number;

import java.util.Arrays;

/**
 * Counts messages in every sliding second: of any 1,000 ms, start included and end not, wherever they begin. Exact
 * also when arrivals are decided in another order than they were stamped. Not thread-safe.
 */
public final class SlidingSecond {
    /** Length of the window in nanoseconds. */
    public static final long SECOND = 1_000_000_000L;

    /** Stamps older than this before the newest can no longer matter to a late decision. */
    private static final long KEPT = 10 * SECOND;

    private long[] stamps = new long[64];
    private int size;

    /** Whether one more message at {@code stamp} keeps every second at {@code limit} or below. */
    public boolean admits(long stamp, int limit) {
        int first = firstAfter(stamp - SECOND);
        int end = first;
        // Every second that holds the newcomer starts at a kept stamp at most a second before it, or at itself.
        for (int start = first; start < size && stamps[start] <= stamp; start++) {
            while (end < size && stamps[end] < stamps[start] + SECOND) {
                end++;
            }
            if (end - start + 1 > limit) {
                return false;
            }
        }
        int own = firstAfter(stamp - 1);
        int ownEnd = firstAfter(stamp + SECOND - 1);
        return ownEnd - own + 1 <= limit;
    }

    /** Counts a message that happened, admitted or not. */
    public void count(long stamp) {
        if (size == stamps.length) {
            makeRoom(stamp);
        }
        int place = size;
        while (place > 0 && stamps[place - 1] > stamp) {
            place--;
        }
        System.arraycopy(stamps, place, stamps, place + 1, size - place);
        stamps[place] = stamp;
        size++;
    }

    /** Index of the first stamp greater than {@code stamp}. */
    private int firstAfter(long stamp) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stamps[middle] > stamp) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void makeRoom(long newest) {
        int old = firstAfter(newest - KEPT);
        System.arraycopy(stamps, old, stamps, 0, size - old);
        size -= old;
        if (size > stamps.length / 2) {
            stamps = Arrays.copyOf(stamps, stamps.length * 2);
        }
    }
}
