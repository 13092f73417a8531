package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many different people were written to outside their window in the last 24 hours (R69), and when there is room for one
 * more. Meta is the judge; this only keeps campaigns from running against its limit. A person counts from the last time.
 * Not thread-safe.
 */
public final class PortfolioBudget {

    /** The moving day, and a minute more, because Meta stamps a message later than we mark it. */
    public static final Duration SPAN = Duration.ofHours(24).plusMinutes(1);

    /** People by the time they were last written to, oldest first. */
    private final Map<String, Instant> people = new LinkedHashMap<>();

    /** Who waits, until when: each place that becomes free is promised once, or all who wait would come for the first. */
    private final Map<String, Instant> promised = new LinkedHashMap<>();

    /** Counts a person who is written to outside the window; times do not go back. */
    public void count(String person, Instant now) {
        forget(now);
        promised.remove(person);
        people.remove(person);
        people.put(person, now);
    }

    /** How many people count now. */
    public int used(Instant now) {
        forget(now);
        return people.size();
    }

    /**
     * When this person may be written to: now, or when a place becomes free that nobody else was promised.
     *
     * @param limit different people in 24 hours
     */
    public Instant dueAt(String person, int limit, Instant now) {
        forget(now);
        if (people.size() < limit || people.containsKey(person)) {
            return now;
        }
        return promised.computeIfAbsent(person, waits -> nextFree(limit, now));
    }

    private Instant nextFree(int limit, Instant now) {
        // The places of a day, again and again: the first that nobody has is behind all that were promised.
        int turn = promised.size() / limit;
        return people.values().stream()
                .skip((long) people.size() - limit + promised.size() % limit)
                .findFirst()
                .orElse(now)
                .plus(SPAN.multipliedBy(turn + 1L));
    }

    private void forget(Instant now) {
        people.values().removeIf(last -> !last.plus(SPAN).isAfter(now));
        promised.values().removeIf(due -> !due.isAfter(now));
    }
}
