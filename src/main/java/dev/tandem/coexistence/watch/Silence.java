package dev.tandem.coexistence.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The dead-man's rule: Meta took several sends of a number, and no status of any message came for a while since. A single send
 * may simply get none, so a few are needed. Of each number only the first few since the last status are remembered, in memory: a
 * number is sent from by one engine at a time, and after a restart the next sends tell again. Thread-safe.
 */
public final class Silence {

    private final SignsOfLife signs;
    private final int sends;
    private final Duration patience;
    private final Clock clock;
    private final Map<String, List<Instant>> taken = new ConcurrentHashMap<>();

    /**
     * @param sends how many sends without a status it takes
     * @param patience how long after them a status may take
     */
    public Silence(SignsOfLife signs, int sends, Duration patience, Clock clock) {
        this.signs = signs;
        this.sends = sends;
        this.patience = patience;
        this.clock = clock;
    }

    /** Meta took a send, just now. */
    public void taken(String phoneNumberId) {
        List<Instant> since = since(phoneNumberId);
        synchronized (since) {
            forgetTold(phoneNumberId, since);
            if (since.size() < sends) {
                since.add(clock.instant());
            }
        }
    }

    /** Whether the number is silent. */
    boolean isSilent(String phoneNumberId) {
        List<Instant> since = since(phoneNumberId);
        synchronized (since) {
            forgetTold(phoneNumberId, since);
            return since.size() == sends && !since.get(sends - 1).plus(patience).isAfter(clock.instant());
        }
    }

    /** Whether a status came after a moment. */
    boolean isBroken(String phoneNumberId, Instant silentSince) {
        return signs.status(phoneNumberId).filter(at -> at.isAfter(silentSince)).isPresent();
    }

    String text() {
        return "Meta took " + sends + " sends or more, and no status of any message came for " + patience.toMinutes()
                + " minutes since.";
    }

    private List<Instant> since(String phoneNumberId) {
        return taken.computeIfAbsent(phoneNumberId, id -> new ArrayList<>(sends));
    }

    private void forgetTold(String phoneNumberId, List<Instant> since) {
        signs.status(phoneNumberId).ifPresent(at -> since.removeIf(left -> !left.isAfter(at)));
    }
}
