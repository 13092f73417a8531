package dev.tandem.domain;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a message got, in the order in which it only moves forward: an arrival stands over a failure, a failure over
 * {@code sent}. The history tells it of messages in both directions, also that one still waits on the phone.
 */
public enum MessageStatus {
    PENDING,
    SENT,
    FAILED,
    DELIVERED,
    READ,
    PLAYED;

    /** The public spelling, as in {@code delivered}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back; null for null. */
    public static @Nullable MessageStatus parse(@Nullable String code) {
        return code == null ? null : valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The word of a live status. */
    public static MessageStatus of(DeliveryStatus status) {
        return valueOf(status.name());
    }

    /** The word of {@code history_context.status}, in any case; empty for a word nobody knows yet. */
    public static Optional<MessageStatus> ofPast(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.equals("ERROR")) {
            return Optional.of(FAILED);
        }
        for (MessageStatus status : values()) {
            if (status.name().equals(upper)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** The one of both that is further; null when there is neither. */
    public static @Nullable MessageStatus further(@Nullable MessageStatus one, @Nullable MessageStatus other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
