package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Send;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One question that is asked of every send before it takes a slot of its number's pace, and again when it leaves. It must be
 * cheap and must not write. Thread-safe.
 */
@FunctionalInterface
public interface LaneCheck {

    /** What stands in the way of this send now; empty when nothing does. */
    Optional<Obstacle> obstacle(Leaving leaving);

    /**
     * What stands in the way of every send of a number now, whatever it says and however it would leave. Asked before anything
     * is decided of a send: what waits for its number to come back is not refused for a window that is closed today.
     */
    default Optional<Obstacle> obstacle(BusinessNumber number, Instant now) {
        return Optional.empty();
    }

    /**
     * As {@link #obstacle(BusinessNumber, Instant)}, from what is stored and not from memory: asked when the ledger has refused to
     * let a send leave, so it may be slow.
     */
    default Optional<Obstacle> stored(BusinessNumber number, Instant now) {
        return Optional.empty();
    }

    /**
     * What will stand in the way of sends that are not even accepted, as far as it can be told now: for the report about a file
     * before anybody gets anything of it. Asked for many at once, so a question to a database must be one for all of them; it
     * must not write and begins nothing. What goes over by itself (a limit, an hour) is not told.
     *
     * @return one list for each, in their order
     */
    default List<List<Foreseen>> foresee(List<Leaving> leavings) {
        return Collections.nCopies(leavings.size(), List.of());
    }

    /**
     * What is known beforehand of a send.
     *
     * @param refused whether it will be refused for it; otherwise it leaves, or waits, and a person should know
     */
    record Foreseen(Cause cause, boolean refused) {}

    /**
     * A send as it is about to leave.
     *
     * @param content what the request wants to say
     * @param decision template or free-form, by the window as it is now; never hold or refuse
     * @param windowOpen whether the person's window is open now
     */
    record Leaving(
            Send send,
            BusinessNumber number,
            SendContent content,
            LateDecision decision,
            boolean windowOpen,
            Instant now) {}

    /** What stands in the way. */
    sealed interface Obstacle {

        /** It can never leave: it ends as rejected, and the cause names what to change. */
        record Refuse(Cause cause) implements Obstacle {}

        /**
         * It may leave later and blocks nobody meanwhile.
         *
         * @param until when to ask again; the send's expiry when it is earlier
         */
        record Wait(Cause cause, Instant until) implements Obstacle {}

        /**
         * It may leave later, and the person's later sends wait behind it.
         *
         * @param until when to ask again; the send's expiry when it is earlier
         */
        record WaitInOrder(Cause cause, Instant until) implements Obstacle {}
    }
}
