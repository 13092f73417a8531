package dev.tandem.domain;

import java.time.Instant;
import java.util.Locale;

/**
 * How a number is connected to the phone.
 *
 * @param cause Meta's word for why it is not linked, {@code unknown} when there is none, empty while it is linked
 * @param initiatedBy {@code USER}, {@code SYSTEM}, a word that nobody knows yet, or empty
 * @param since when it became so
 * @param why what happened, in words; empty while it is linked
 * @param remedy what a person can do; empty while it is linked
 */
public record Connection(State state, String cause, String initiatedBy, Instant since, String why, String remedy) {

    /** What the cause is called when nobody knows it. */
    public static final String UNKNOWN = "unknown";

    /** The three states (R64 to R67). */
    public enum State {
        LINKED,
        /** A pause: the phone was registered anew. The number is coming back by itself, its sends wait (R65). */
        OFFBOARDED,
        /** The end of this linking: only another one helps (R67). */
        DISCONNECTED;

        /** The public spelling. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Connection linked(Instant since) {
        return new Connection(State.LINKED, "", "", since, "", "");
    }

    static Connection offboarded(Instant since) {
        return new Connection(
                State.OFFBOARDED,
                "ACCOUNT_OFFBOARDED",
                "USER",
                since,
                "Paused: the phone was registered anew; sending resumes by itself.",
                "Wait for Meta to reconnect it, which takes minutes; if another partner links it meanwhile, it does not come back"
                        + " and must be linked again. Messages of the gap may be missing, because history is not synced again, and"
                        + " linked devices must be linked again by hand.");
    }

    static Connection removed(ConnectionFacts.Removal removal) {
        return new Connection(
                State.DISCONNECTED,
                removal.reason().isEmpty() ? UNKNOWN : removal.reason(),
                removal.initiatedBy(),
                removal.at(),
                "Disconnected. " + DisconnectCause.meaning(removal.reason(), removal.initiatedBy()),
                DisconnectCause.remedy(removal.reason(), removal.initiatedBy()));
    }

    static Connection gone(Instant since) {
        return new Connection(
                State.DISCONNECTED,
                UNKNOWN,
                "",
                since,
                "Disconnected. Meta says of the number that it is no longer on the WhatsApp Business App and the Cloud API at"
                        + " once; nothing told the cause.",
                DisconnectCause.remedy("", ""));
    }

    /** Whether sends may leave. */
    public boolean isLinked() {
        return state == State.LINKED;
    }

    /** Why sends do not leave: with the remedy, as a person reads it. */
    public Cause obstacle() {
        return Cause.of(
                state == State.OFFBOARDED ? Reason.NUMBER_OFFBOARDED : Reason.NUMBER_DISCONNECTED, why + " " + remedy);
    }
}
