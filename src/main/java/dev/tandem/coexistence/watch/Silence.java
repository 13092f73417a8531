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
 * number is sent from by one engine at a time, and after a restart the next sends tell again. Its statuses may come to any engine,
 * and one that is held back there follows another of less than a minute before. If that one came after the sends it ends the silence;
 * otherwise the sends are so young that waiting for {@code heldBack} is enough. Thread-safe.
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
     * @param heldBack how long another engine may keep a status to itself; a shorter patience is as long as this
     */
    public Silence(SignsOfLife signs, int sends, Duration patience, Duration heldBack, Clock clock) {
        this.signs = signs;
        this.sends = sends;
        this.patience = patience.compareTo(heldBack) < 0 ? heldBack : patience;
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
        String time =
                patience.toSecondsPart() == 0 ? patience.toMinutes() + " minutes" : patience.toSeconds() + " seconds";
        return "Meta took " + sends + " sends or more, and no status of any message came for " + time + " since.";
    }

    private List<Instant> since(String phoneNumberId) {
        return taken.computeIfAbsent(phoneNumberId, id -> new ArrayList<>(sends));
    }

    private void forgetTold(String phoneNumberId, List<Instant> since) {
        signs.status(phoneNumberId).ifPresent(at -> since.removeIf(left -> !left.isAfter(at)));
    }
}
