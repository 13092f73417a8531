package dev.tandem.simulator.number;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messaging limit all numbers share, and the different people messaged outside their window in a moving 24 h, over
 * all numbers together (R69). All numbers of a simulator belong to one portfolio. Thread-safe.
 */
public final class Portfolio {
    private static final Duration SPAN = Duration.ofHours(24);

    /** People by the time they were last messaged, oldest first. */
    private final Map<String, Instant> messaged = new LinkedHashMap<>();

    private volatile Tier tier = Tier.TIER_2K;

    public Tier tier() {
        return tier;
    }

    public void tier(Tier changed) {
        tier = changed;
    }

    /** Whether this person may be messaged outside the window, counted at once if so. */
    public synchronized boolean tryCount(String person, Instant now, int people) {
        forgetBefore(now.minus(SPAN));
        if (!messaged.containsKey(person) && messaged.size() >= people) {
            return false;
        }
        messaged.remove(person);
        messaged.put(person, now);
        return true;
    }

    private void forgetBefore(Instant oldest) {
        Iterator<Instant> times = messaged.values().iterator();
        while (times.hasNext() && !times.next().isAfter(oldest)) {
            times.remove();
        }
    }
}
