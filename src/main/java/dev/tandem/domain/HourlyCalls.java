package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The management calls of one account: so many in any hour, and none for a while after Meta refused one as too many, because
 * somebody else may have used them up. Thread-safe.
 *
 * <p>Source: R50, Meta's page about the platform: 200 calls an hour for an app and account, 5,000 once a number is registered.
 */
public final class HourlyCalls {

    /** How long nothing is asked after Meta's refusal. */
    public static final Duration REST = Duration.ofMinutes(10);

    private static final Duration HOUR = Duration.ofHours(1);

    private final int perHour;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private Instant restsUntil = Instant.MIN;

    /** @param perHour as many as Meta allows */
    public HourlyCalls(int perHour) {
        this.perHour = perHour;
    }

    /**
     * Takes one call.
     *
     * @param spare so many are left to others: the call is granted only while more than that are left
     * @return empty when it is granted, otherwise when it may be asked for again at the earliest
     */
    public synchronized Optional<Instant> take(int spare, Instant now) {
        while (!taken.isEmpty() && !taken.getFirst().plus(HOUR).isAfter(now)) {
            taken.removeFirst();
        }
        if (now.isBefore(restsUntil)) {
            return Optional.of(restsUntil);
        }
        if (taken.size() + spare >= perHour) {
            return Optional.of(
                    taken.isEmpty() ? now.plus(HOUR) : taken.getFirst().plus(HOUR));
        }
        taken.addLast(now);
        return Optional.empty();
    }

    /** Meta said that it were too many. */
    public synchronized void refused(Instant now) {
        restsUntil = now.plus(REST);
    }
}
