package dev.tandem.webhook;

import java.time.Instant;

/** Where webhooks wait, as they came, until they are cut into items. */
@FunctionalInterface
public interface WebhookQueue {

    /**
     * Puts a webhook into the queue and returns when it is on disk. Callers of the same moment share one write. Thread-safe.
     *
     * @throws RuntimeException when it may not be on disk: the webhook must not be acknowledged then
     */
    void put(byte[] body, Instant receivedAt);
}
