package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes in what somebody typed on the business's phone. It opens no window (R58); a new message debits the limit of app and
 * API together (R45). The echo of a message that went out through the API is not a second message, and nobody is told of it
 * (R35). Thread-safe.
 */
public final class EchoIntake {

    /** Longer than Meta may take to answer a send: connect 5 s and read 30 s. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(45);

    /** Two engines may not agree on the time by more than this. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

    private final Messages messages;
    private final OwnSends sends;
    private final Clock clock;

    public EchoIntake(Messages messages, OwnSends sends, Clock clock) {
        this.messages = messages;
        this.sends = sends;
        this.clock = clock;
    }

    /**
     * @return whether it was new
     * @throws BrokenItemException when it can never be understood
     * @throws EarlyEchoException when nobody can know yet whether it is a send of ours; never later than 45 s after it came
     */
    public boolean take(WebhookItem item) {
        BusinessNumber number = item.numberOrThrow();
        Person person = Person.of(item.json(), item.envelope().contacts(), "to");
        Message message = Message.of(item, Message.Origin.APP);
        Instant now = clock.instant();
        // In this order: an answer that is recorded between the two questions is seen by the second.
        boolean mayBeOwn = !message.isChange() && awaitsAnswer(item, number, person, now);
        if (sends.isOwn(message.id())) {
            return false;
        }
        if (mayBeOwn) {
            throw new EarlyEchoException(message.id());
        }
        sends.phoneActed(number, message.at());
        boolean isNew = messages.keep(
                        number, person, message, now, place -> MessageIntake.event(item, person, message, place))
                .isNew();
        if (isNew && !message.isChange()) {
            sends.phoneSent(number, message.at());
        }
        return isNew;
    }

    private boolean awaitsAnswer(WebhookItem item, BusinessNumber number, Person person, Instant now) {
        Instant arrival = item.envelope().receivedAt();
        return now.isBefore(arrival.plus(ANSWER_PATIENCE))
                && sends.awaitsAnswer(number, person.names(), now.minus(ANSWER_PATIENCE), arrival.plus(CLOCKS_APART));
    }
}
