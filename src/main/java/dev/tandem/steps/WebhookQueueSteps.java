package dev.tandem.steps;

import dev.tandem.webhook.WebhookQueue;
import java.time.Instant;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** How the entry hands a webhook to the queue. Thread-safe. */
@Component("webhookQueue")
public final class WebhookQueueSteps {

    private final WebhookQueue queue;

    public WebhookQueueSteps(WebhookQueue queue) {
        this.queue = queue;
    }

    /** Returns when the bytes are on disk, together with those of all who came in the same moment. */
    public void store(@Body byte[] body, @Header("receivedAt") long receivedAt) {
        queue.put(body, Instant.ofEpochMilli(receivedAt));
    }

    /** Waits a moment while large webhooks wait for their answer. */
    public void letPass() {
        queue.letPass();
    }
}
