package dev.tandem.domain;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of Meta's errors: what becomes of the send that met it, and what it means for others.
 *
 * @param key Meta's code, a range such as {@code 200-299}, or the name of a fallback such as {@code 5xx}
 * @param httpStatus the HTTP status that Meta's page gives for it, 0 when it gives none; nothing is decided by it
 * @param meaning what Meta means by it
 * @param answer what becomes of the send when the answer says so, null when no answer does
 * @param late what becomes of it when a {@code failed} status says so, null when none does
 * @param effects what it means for others
 * @param tries how many requests there may be in all, 0 for as many as its expiry allows
 * @param firstWait how long until the first repetition, or how long a template waits
 * @param advice what the operator is to do, empty where nobody is told
 */
public record ErrorRow(
        String key,
        int httpStatus,
        String meaning,
        @Nullable Answer answer,
        @Nullable Late late,
        Set<Effect> effects,
        int tries,
        Duration firstWait,
        String advice) {

    /** What becomes of a send whose answer was this error. */
    public enum Answer {
        /** It goes again after a while, as a new attempt of the same send. */
        RETRY,
        /** It waits in the ledger until the pause or the template's hold that goes with it is over. */
        WAIT,
        /** The window is closed: it goes again at once, as a template, or is held or refused as its request says. */
        REROUTE,
        /** It ends here. */
        FAIL,
        /** It may have been taken: never sent again by itself. */
        UNKNOWN
    }

    /** What becomes of a send that failed after Meta had taken it. The send itself ends in every case. */
    public enum Late {
        FAIL,
        /** A new send of the same request is made, once. */
        RESEND,
        /** The same, but only as a template. */
        REROUTE
    }

    /** What an error means for others; the order is that of severity, worst first. */
    public enum Effect {
        /** Nothing leaves from the number until it is resumed. */
        PAUSE_NUMBER,
        /** No template leaves from the number until it is resumed. */
        PAUSE_TEMPLATES,
        /** No campaign leaves from the number until it is resumed. */
        PAUSE_CAMPAIGNS,
        /** Every number of the app is slowed down. */
        SLOW_APP,
        /** The number is slowed down (R46). */
        SLOW,
        /** The person rests for 4^X seconds (R49). */
        HOLD_PERSON,
        /** The template rests until Meta says that it may go on. */
        HOLD_TEMPLATE,
        /** The person's window is closed, whatever we thought (R60). */
        CLOSE_WINDOW,
        /** The person wants no marketing (R79). */
        OPT_OUT,
        /** The templates that we know are out of date. */
        REFETCH_TEMPLATES,
        /** A person must know of it. */
        ALERT
    }

    /** Whether this error has this effect. */
    public boolean has(Effect effect) {
        return effects.contains(effect);
    }

    /**
     * How bad it is, the smaller the worse: a pause before a slow-down, before a hold, before a detour, before a repetition,
     * before a failure.
     */
    int severity() {
        int worst = effects.stream()
                .filter(effect -> effect.compareTo(Effect.HOLD_TEMPLATE) <= 0)
                .mapToInt(Enum::ordinal)
                .min()
                .orElse(Effect.values().length);
        int own = late == Late.REROUTE ? 0 : late == Late.RESEND ? 1 : 2;
        return worst * 3 + own;
    }
}
