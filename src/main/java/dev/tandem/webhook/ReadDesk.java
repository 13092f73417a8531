package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells Meta that a message was read: the person sees it and all earlier ones with blue ticks, and, if wanted, that an answer
 * is being typed, for 25 seconds at most. It is no message, so it takes no place in the number's lane. Thread-safe.
 *
 * <p>Source: Meta, Cloud API, mark messages as read, and typing indicators.
 */
public final class ReadDesk {

    /** Meta marks no older messages. */
    private static final Duration OLDEST = Duration.ofDays(30);

    private final Received received;
    private final Receipts receipts;
    private final Clock clock;

    public ReadDesk(Received received, Receipts receipts, Clock clock) {
        this.received = received;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** What is known of messages by their ids. */
    @FunctionalInterface
    public interface Received {
        /** Who wrote the message and when; empty when it is not known. */
        Optional<Known> find(BusinessNumber number, String messageId);
    }

    /**
     * A message that is known.
     *
     * @param fromThePerson false when it went out
     * @param at Meta's time
     */
    public record Known(boolean fromThePerson, Instant at) {}

    /** The way to Meta. */
    @FunctionalInterface
    public interface Receipts {
        /**
         * Marks a message as read; waits for Meta, for seconds at most.
         *
         * @return why Meta did not take it; empty when it did
         */
        Optional<Cause> markRead(BusinessNumber number, String messageId, boolean typing);
    }

    /**
     * Marks a message and all earlier ones as read. One that is not known here is Meta's to judge.
     *
     * @param typing whether the person also sees that an answer is being typed
     * @return why it was not done; empty when it was
     */
    public Optional<Cause> read(BusinessNumber number, String messageId, boolean typing) {
        Optional<Known> known = received.find(number, messageId);
        if (known.isPresent() && !known.get().fromThePerson()) {
            return Optional.of(Cause.of(
                    Reason.WRONG_STATE,
                    "The message " + messageId + " went out from " + number
                            + ": only what a person wrote can be marked as read. Take the messageId of an event of the"
                            + " channel message."));
        }
        if (known.isPresent() && known.get().at().isBefore(clock.instant().minus(OLDEST))) {
            return Optional.of(Cause.of(
                    Reason.WRONG_STATE,
                    "The message " + messageId + " is of " + known.get().at()
                            + ", and Meta marks no message as read that is older than 30 days. Take a later one: it marks"
                            + " all earlier ones."));
        }
        return receipts.markRead(number, messageId, typing);
    }
}
