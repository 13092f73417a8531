package dev.tandem.domain;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of the two calls of a sync, for one linking.
 *
 * @param tries how often it was made; more than once only after refusals that did not count, or when a person said so
 * @param at when it was made last, recorded before it left; null before the first
 * @param by who made it: {@code tandem}, or an API key's name
 * @param requestId Meta's id of the accepted call, null without one
 * @param words what Meta or the network said when it was not accepted, empty otherwise
 */
public record SyncCall(
        State state,
        int tries,
        @Nullable Instant at,
        String by,
        @Nullable String requestId,
        String words) {

    /** Nobody asked yet. */
    static final SyncCall NONE = new SyncCall(State.NOT_ASKED, 0, null, "", null, "");

    /** Where a call stands. */
    public enum State {
        NOT_ASKED,
        /** Recorded, and not yet answered. */
        ASKING,
        /** It may have counted or not: a person decides, or what comes does. */
        UNCLEAR,
        /** It certainly did not count. */
        REFUSED,
        ACCEPTED,
        /** It counts as done: 2593107. */
        ALREADY_USED,
        /** It was not made in time: 24 hours, or 2593108. */
        EXPIRED;

        /** The public spelling. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SyncCall asking(Instant now, String who) {
        return new SyncCall(State.ASKING, tries + 1, now, who, null, "");
    }

    SyncCall with(State next, String said) {
        return new SyncCall(next, tries, at, by, requestId, said);
    }

    SyncCall accepted(@Nullable String id) {
        return new SyncCall(State.ACCEPTED, tries, at, by, id, "");
    }

    /** Whether Meta has taken it, as far as anybody knows. */
    public boolean isDone() {
        return state == State.ACCEPTED || state == State.ALREADY_USED;
    }

    /** Whether it is certain that it has not counted yet. */
    public boolean isOpen() {
        return state == State.NOT_ASKED || state == State.REFUSED;
    }
}
