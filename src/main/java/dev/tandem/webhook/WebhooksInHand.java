package dev.tandem.webhook;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The webhooks that this engine has taken from the queue and not worked off yet. They are taken in the order of their arrival. Thread-safe. */
public final class WebhooksInHand {

    private final Map<Object, Instant> arrivals = new ConcurrentHashMap<>();

    /**
     * One is begun.
     *
     * @param receivedAt when it arrived, by the engine's clock
     * @return to be run when it is worked off, or is given back to the queue
     */
    public Runnable begin(Instant receivedAt) {
        Object one = new Object();
        arrivals.put(one, receivedAt);
        return () -> arrivals.remove(one);
    }

    /** Until when everything that arrived is stored: the arrival of the oldest in hand, or now when there is none. */
    public Instant storedUntil(Instant now) {
        Collection<Instant> all = arrivals.values();
        return all.stream().min(Comparator.naturalOrder()).filter(now::isAfter).orElse(now);
    }
}
