package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import java.time.Clock;

/**
 * Takes in what a person wrote: stored once, the window opened by Meta's own timestamp (R54, R57), told to the teams and
 * to the sends. Thread-safe.
 */
public final class MessageIntake {

    private final Messages messages;
    private final OwnSends sends;
    private final Clock clock;

    public MessageIntake(Messages messages, OwnSends sends, Clock clock) {
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
        Person person = Person.of(item.json(), item.envelope().contacts(), "from");
        Message message = Message.of(item, Message.Origin.USER);
        Messages.Kept kept =
                messages.keep(number, person, message, clock.instant(), place -> event(item, person, message, place));
        // A redelivered one may have been stored just before a crash, with the sends still waiting for it.
        if (message.opensWindow() && (kept.isNew() || item.envelope().redelivered())) {
            sends.personWrote(number, kept.names(), message.at());
        }
        return kept.isNew();
    }

    static Event event(WebhookItem item, Person person, Message message, Messages.Place place) {
        String newPhone = Renaming.of(person, message).map(Renaming::phone).orElse(null);
        String said = person.waId() != null ? person.waId() : person.phone();
        String key = place.replaces() ? item.key() + '|' + message.type() : item.key();
        return new EventBody(item, message.type(), key)
                .occurredAt(message.at())
                .from(message.origin().code(), message.origin().direction())
                .contact(newPhone != null ? newPhone : said, person.userId(), person.name())
                .username(person.username())
                .card(Person.card(
                        item.json(),
                        item.envelope().contacts(),
                        message.origin() == Message.Origin.USER ? "from" : "to"))
                .message(message.id(), message.text(), MediaList.live(message.json()))
                .advice(message.advice())
                .about(
                        message.replyTo(),
                        message.about().map(Message.About::messageId).orElse(null))
                .window(place.window())
                .automation(place.pause())
                .build(place.contact());
    }
}
