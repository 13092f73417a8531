package dev.tandem.steps;

import dev.tandem.webhook.WebhookQueue;
import dev.tandem.webhook.WebhooksInHand;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How the entry hands a webhook to the queue, and how it is taken from there. Thread-safe. */
@Component("webhookQueue")
public final class WebhookQueueSteps {

    private final WebhookQueue queue;
    private final WebhooksInHand inHand;
    private final Clock clock;

    public WebhookQueueSteps(WebhookQueue queue, WebhooksInHand inHand, Clock clock) {
        this.queue = queue;
        this.inHand = inHand;
        this.clock = clock;
    }

    /** Returns when the bytes are on disk, together with those of all who came in the same moment. */
    public void store(@Body byte[] body, @Header("receivedAt") long receivedAt) {
        queue.put(body, Instant.ofEpochMilli(receivedAt));
    }

    /** Notes that a webhook is being worked off, until it is, or goes back to the queue. */
    public void takeInHand(@Header("receivedAt") @Nullable Long receivedAt, Exchange exchange) {
        Runnable done = inHand.begin(receivedAt == null ? clock.instant() : Instant.ofEpochMilli(receivedAt));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange any) {
                done.run();
            }
        });
    }

    /** Waits a moment while large webhooks wait for their answer. */
    public void letPass() {
        queue.letPass();
    }
}
