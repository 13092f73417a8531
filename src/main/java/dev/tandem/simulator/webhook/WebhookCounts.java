package dev.tandem.simulator.webhook;

import java.util.concurrent.atomic.AtomicLong;

/** What became of webhooks so far. Items are counted once however often they are posted. Thread-safe. */
final class WebhookCounts {
    final AtomicLong offered = new AtomicLong();
    final AtomicLong posts = new AtomicLong();
    final AtomicLong failedPosts = new AtomicLong();
    final AtomicLong acknowledged = new AtomicLong();
    final AtomicLong lost = new AtomicLong();
    final AtomicLong givenUp = new AtomicLong();
}
