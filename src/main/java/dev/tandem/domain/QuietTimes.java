package dev.tandem.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Several quiet hours at once, as those of the house and those of one campaign: it is quiet as long as any of them says so.
 *
 * @param all none for never quiet
 */
public record QuietTimes(List<QuietHours> all) {

    /** Never quiet. */
    public static final QuietTimes NONE = new QuietTimes(List.of());

    /** Hours that leave no moment of the day are given up after so many ends that are beginnings of another. */
    private static final int MOST_TURNS = 20;

    public QuietTimes {
        all = List.copyOf(all);
    }

    /** Whether there are none. */
    public boolean isNever() {
        return all.isEmpty();
    }

    /**
     * When the quiet that is now ends; empty when it is not quiet. Where the hours together leave no moment of the day, a time
     * some days ahead.
     */
    public Optional<Instant> end(Instant now, Collection<ZoneId> zones) {
        Instant until = now;
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            Optional<Instant> next = firstEnd(until, zones);
            if (next.isEmpty()) {
                break;
            }
            until = next.get();
        }
        return until.equals(now) ? Optional.empty() : Optional.of(until);
    }

    private Optional<Instant> firstEnd(Instant moment, Collection<ZoneId> zones) {
        return all.stream()
                .map(hours -> hours.end(moment, zones))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** In words, as in {@code 21:00 to 08:00 and 12:00 to 13:00}. */
    public String words() {
        return String.join(
                " and ",
                all.stream().map(hours -> hours.from() + " to " + hours.to()).toList());
    }
}
