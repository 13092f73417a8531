package dev.tandem.webhook;

import dev.tandem.domain.Event;
import java.time.Instant;

/** The items that are kept as they came. Thread-safe; every method is one transaction. */
public interface WebhookItems {

    /**
     * Keeps an item once, by the id of its event, and writes the event with it.
     *
     * @return whether it was new
     * @throws BrokenItemException when the store can never take this item
     */
    boolean keep(WebhookItem item, Instant occurredAt, Event event);

    /** Keeps once what could not be understood, so that it can be looked at and put into the queue again. */
    void quarantine(Quarantined item);

    /**
     * What could not be understood.
     *
     * @param key the same thing coming again has the same
     * @param detail what is wrong with it
     * @param raw a whole webhook with only this item in it, or the body itself
     * @param isBase64 whether {@code raw} stands for bytes that are no text
     */
    record Quarantined(
            String key,
            Instant receivedAt,
            String detail,
            String field,
            String phoneNumberId,
            String raw,
            boolean isBase64) {}
}
