package dev.tandem.domain;

import java.util.Locale;

/** Where a send stands. The way is accepted, queued, sending, submitted and then Meta's ladder of statuses. */
public enum SendState {
    ACCEPTED,
    QUEUED,
    SENDING,
    SUBMITTED,
    SENT,
    DELIVERED,
    READ,
    PLAYED,
    /** Waits, with a reason and a due time; a send waiting for its retry is held, too. */
    HELD,
    /** It left, and nobody knows whether it arrived: settled by a status that carries our id. */
    UNKNOWN,
    FAILED,
    /** Refused by the lane before it left. */
    REJECTED,
    EXPIRED,
    CANCELLED;

    /** The public spelling, as in {@code submitted}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back. */
    public static SendState parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether reaching this state is told to the CRM; queued and sending only change the row. */
    public boolean isPublished() {
        return this != QUEUED && this != SENDING;
    }

    /** Whether the engine has nothing left to do for a send in this state; statuses may still lift it. */
    public boolean isSettled() {
        return switch (this) {
            case ACCEPTED, QUEUED, SENDING, HELD -> false;
            default -> true;
        };
    }

    /** Whether the send can still be called back: it has not been handed to Meta. */
    public boolean isCancellable() {
        return this == ACCEPTED || this == QUEUED || this == HELD;
    }

    /** Whether the person has it. */
    public boolean isArrived() {
        return this == DELIVERED || this == READ || this == PLAYED;
    }

    /** Whether a person may send its request again: it ended without being delivered, or nobody knows. */
    public boolean isResendable() {
        return switch (this) {
            case UNKNOWN, FAILED, REJECTED, EXPIRED, CANCELLED -> true;
            default -> false;
        };
    }
}
