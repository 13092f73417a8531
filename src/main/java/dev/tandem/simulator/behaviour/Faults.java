package dev.tandem.simulator.behaviour;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The faults in force: one set for all numbers, and sets for single numbers, which win. Thread-safe. */
public final class Faults {
    private static final String ALL = "all";

    /** A fault and how many more requests it hits. */
    private record Placed(Fault fault, AtomicLong left) {}

    private final Map<String, Placed> placed = new ConcurrentHashMap<>();

    /**
     * Puts a set of faults in place of the one before.
     *
     * @param phoneNumberId the number, or null for all
     * @param times how many requests it hits before it ends, or null for no end
     */
    public void put(@Nullable String phoneNumberId, Fault fault, @Nullable Long times) {
        placed.put(key(phoneNumberId), new Placed(fault, new AtomicLong(times == null ? Long.MAX_VALUE : times)));
    }

    /** Ends the faults of one number; with null, every fault there is. */
    public void clear(@Nullable String phoneNumberId) {
        if (phoneNumberId == null) {
            placed.clear();
        } else {
            placed.remove(phoneNumberId);
        }
    }

    /** The faults a send or sync request of this number meets; counts as one of their {@code times}. */
    public Fault meet(String phoneNumberId) {
        Placed found = find(phoneNumberId);
        return found == null || found.left().getAndDecrement() <= 0 ? Fault.NONE : found.fault();
    }

    /** The faults of this number's webhooks; does not count. */
    public Fault.WebhookFault webhooksOf(String phoneNumberId) {
        Placed found = find(phoneNumberId);
        return found == null ? Fault.WebhookFault.NONE : found.fault().webhook();
    }

    /** All faults in force, by number or {@code all}. */
    public Map<String, Fault> inForce() {
        Map<String, Fault> inForce = new TreeMap<>();
        placed.forEach((key, value) -> {
            if (value.left().get() > 0) {
                inForce.put(key, value.fault());
            }
        });
        return inForce;
    }

    private @Nullable Placed find(String phoneNumberId) {
        if (placed.isEmpty()) {
            return null;
        }
        Placed own = placed.get(phoneNumberId);
        return own != null ? own : placed.get(ALL);
    }

    private static String key(@Nullable String phoneNumberId) {
        return phoneNumberId == null ? ALL : phoneNumberId;
    }
}
