package dev.tandem.webhook;

import dev.tandem.domain.Event;

/**
 * Takes in what the engine does not act on: kept as it came, told to the teams once. It also refuses the parts that nobody
 * can understand, so that there is one way into quarantine. Thread-safe.
 */
public final class RawIntake {

    private final WebhookItems items;

    public RawIntake(WebhookItems items) {
        this.items = items;
    }

    /**
     * @return whether it was new
     * @throws BrokenItemException when it can never be understood
     */
    public boolean take(WebhookItem item) {
        if (item.fault() != null) {
            throw new BrokenItemException(item.fault());
        }
        RawFacts facts = RawFacts.of(item);
        Event event = new EventBody(item, facts.type(), item.key())
                .occurredAt(facts.occurredAt())
                .from(facts.origin(), null)
                .contact(facts.phone(), facts.userId(), facts.name())
                .message(facts.messageId(), null, MediaList.of(item.json()))
                .build(facts.contact());
        return items.keep(item, facts.occurredAt(), event);
    }
}
