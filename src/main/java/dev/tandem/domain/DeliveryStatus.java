package dev.tandem.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A status that Meta reports of a message, with the ladder that it climbs.
 *
 * <p>Source: Meta's status webhook; {@code delivered} may be skipped, {@code failed} after {@code sent} is normal and
 * after {@code delivered} is ignored.
 */
public enum DeliveryStatus {
    SENT(SendState.SENT),
    DELIVERED(SendState.DELIVERED),
    READ(SendState.READ),
    PLAYED(SendState.PLAYED),
    FAILED(SendState.FAILED);

    private final SendState state;

    DeliveryStatus(SendState state) {
        this.state = state;
    }

    /** The public spelling, as in {@code delivered}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads Meta's word; empty for a word nobody knows yet. */
    public static Optional<DeliveryStatus> parse(String word) {
        for (DeliveryStatus status : values()) {
            if (status.code().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /**
     * The state that this status lifts a send to, empty when it changes nothing. The ladder only goes up; a send given
     * up as failed, or waiting for its retry, is still lifted when Meta proves that it arrived. A status that comes while
     * the answer is still awaited ({@link SendState#SENDING}) waits for it.
     *
     * @param left whether a request of this send was ever made: one that was put back, called back or refused after that may
     *     have arrived all the same
     */
    public Optional<SendState> lift(SendState current, boolean left) {
        boolean lifts =
                switch (current) {
                    // It waits for another attempt, but an earlier one got through after all: never send it twice.
                    case QUEUED, HELD -> this != FAILED;
                    case ACCEPTED -> left && this != FAILED;
                    case SENDING -> false;
                    case REJECTED, EXPIRED, CANCELLED -> left && isArrival();
                    case UNKNOWN, SUBMITTED -> true;
                    case SENT -> this != SENT;
                    case DELIVERED -> this == READ || this == PLAYED;
                    case READ -> this == PLAYED;
                    case PLAYED -> false;
                    case FAILED -> isArrival();
                };
        return lifts ? Optional.of(state) : Optional.empty();
    }

    /** Of several statuses of a message the one that stands: an arrival over a failure, a failure over {@code sent}. */
    public static Optional<DeliveryStatus> standing(Collection<DeliveryStatus> statuses) {
        return statuses.stream()
                .max(Comparator.comparing(DeliveryStatus::isArrival).thenComparing(DeliveryStatus::ordinal));
    }

    /** Whether the person has it. */
    private boolean isArrival() {
        return this == DELIVERED || this == READ || this == PLAYED;
    }
}
