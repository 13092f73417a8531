package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.time.Clock;

/**
 * Takes in what somebody typed on the business's phone. It opens no window (R58); a new message debits the limit of app and
 * API together (R45). The echo of a message that went out through the API is not a second message (R35). Thread-safe.
 */
public final class EchoIntake {

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
     */
    public boolean take(WebhookItem item) {
        BusinessNumber number = item.numberOrThrow();
        Person person = Person.of(item.json(), item.envelope().contacts(), "to");
        Message message = Message.of(item, Message.Origin.APP);
        if (sends.isOwn(message.id())) {
            return false;
        }
        sends.phoneActed(number, message.at());
        boolean isNew = messages.keep(
                        number,
                        person,
                        message,
                        clock.instant(),
                        place -> MessageIntake.event(item, person, message, place))
                .isNew();
        if (isNew && !message.isChange()) {
            sends.phoneSent(number, message.at());
        }
        return isNew;
    }
}
