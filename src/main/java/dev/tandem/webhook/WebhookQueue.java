package dev.tandem.webhook;

import java.time.Instant;

/** Where webhooks wait, as they came, until they are cut into items. */
public interface WebhookQueue {

    /**
     * Puts a webhook into the queue and returns when it is on disk. Callers of the same moment share one write. Thread-safe.
     *
     * @param body must not change any more
     * @throws RuntimeException when it may not be on disk: the webhook must not be acknowledged then
     */
    void put(byte[] body, Instant receivedAt);

    /**
     * Returns when no large webhooks wait to be written, after a second at the latest: Meta waits for their answer, and
     * nobody waits for what is worked off meanwhile. Small ones keep nobody. Thread-safe.
     */
    void letPass();
}
