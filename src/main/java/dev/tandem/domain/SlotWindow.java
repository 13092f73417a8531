package dev.tandem.domain;

import java.util.PriorityQueue;

/**
 * The pace of one limit: as many slots as the limit allows in a second, each free again one second after the
 * <em>answer</em> to the request that used it.
 *
 * <p>Why the answer: the receiver stamps a request somewhere between its start and its answer, so a slot that is reused a
 * second after the answer is reused at least a second after the stamp, whatever the delays in between. No sliding second
 * at the receiver can hold more than {@code limit} requests, without any margin for jitter.
 *
 * <p>What others use of the same limit (messages typed on the phone, messages of users) is debited when we hear of it: it
 * takes the slot that would be free next for a second.
 *
 * <p>Times are milliseconds of any one clock. Not thread-safe: one caller at a time.
 */
public final class SlotWindow {

    /** The length of the receiver's sliding second; one millisecond more, because both ends round. */
    private static final long PERIOD = 1_001;

    private final int limit;
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
    private int owed;

    /**
     * @param limit slots per second, at least 1
     * @param firstFree when the first slots may be used: a second after the start of the process, because an earlier
     *     process may have sent until just before
     */
    public SlotWindow(int limit, long firstFree) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit of " + limit + " per second lets nothing through");
        }
        this.limit = limit;
        for (int slot = 0; slot < limit; slot++) {
            freeAt.add(firstFree);
        }
    }

    /**
     * Takes the slot that is free next.
     *
     * @return when it may be used; give it back with {@link #answered} or {@link #unused}
     * @throws IllegalStateException when every slot is in use: more requests at once than the limit has slots
     */
    public long take() {
        Long next = freeAt.poll();
        if (next == null) {
            throw new IllegalStateException("Every slot of this limit is in use");
        }
        return next;
    }

    /** Gives a slot back whose request was answered, or given up, at the given time. */
    public void answered(long at) {
        if (owed > 0) {
            owed--;
            freeAt.add(at + 2 * PERIOD);
        } else {
            freeAt.add(at + PERIOD);
        }
    }

    /** Gives a slot back that was not used after all. */
    public void unused(long wasFreeAt) {
        freeAt.add(wasFreeAt);
    }

    /**
     * Somebody else used the limit at the given time. The slot is gone for a whole second beyond its next use, or our
     * share would not sink by what others take; when no slot can pay, the next one that comes back does. Debts end: after
     * a burst of others, however large, the first slot is free within four seconds.
     */
    public void debit(long at) {
        Long next = freeAt.peek();
        if (next == null || next > at + 2 * PERIOD) {
            owed = Math.min(owed + 1, limit);
        } else {
            freeAt.remove();
            freeAt.add(Math.max(next, at) + PERIOD);
        }
    }
}
