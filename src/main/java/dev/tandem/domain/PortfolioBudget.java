package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
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

    /** Counts a person who is written to outside the window; times do not go back. */
    public void count(String person, Instant now) {
        people.remove(person);
        people.put(person, now);
    }

    /** How many people count now. */
    public int used(Instant now) {
        forget(now);
        return people.size();
    }

    /**
     * When this person may be written to: now, or when the oldest of the others no longer counts.
     *
     * @param limit different people in 24 hours
     */
    public Instant dueAt(String person, int limit, Instant now) {
        forget(now);
        if (people.size() < limit || people.containsKey(person)) {
            return now;
        }
        return people.values().stream()
                .skip(people.size() - limit)
                .findFirst()
                .map(oldest -> oldest.plus(SPAN))
                .orElse(now.plus(SPAN));
    }

    private void forget(Instant now) {
        Iterator<Instant> times = people.values().iterator();
        while (times.hasNext() && !times.next().plus(SPAN).isAfter(now)) {
            times.remove();
        }
    }
}
