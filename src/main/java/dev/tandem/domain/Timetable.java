package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When the last of many sends leaves at a steady pace, while nobody is disturbed in quiet hours. Whoever is awake gets the
 * whole pace. Stateless.
 */
public final class Timetable {

    /** Nobody plans further. */
    private static final Duration HORIZON = Duration.ofDays(366);

    /** So often it is looked who is awake; quiet hours begin and end on such a border. */
    private static final long STEP_SECONDS = 300;

    private static final double NOTHING = 1e-6;

    private Timetable() {}

    /**
     * Sends to persons of the same time zones.
     *
     * @param zones where each may be, none when nothing tells
     */
    public record Group(List<ZoneId> zones, long sends) {}

    /**
     * When all have left.
     *
     * @param perSecond the pace, greater than 0; infinite for no limit
     * @return empty when they have not in a year
     */
    public static Optional<Instant> end(Instant begin, double perSecond, List<Group> groups, QuietTimes quiet) {
        double[] left = groups.stream().mapToDouble(Group::sends).toArray();
        Instant now = begin;
        Instant last = begin.plus(HORIZON);
        while (!now.isAfter(last)) {
            double awake = 0;
            boolean[] isAwake = new boolean[left.length];
            Instant firstEnd = null;
            for (int i = 0; i < left.length; i++) {
                if (left[i] > NOTHING) {
                    Optional<Instant> end = quiet.end(now, groups.get(i).zones());
                    isAwake[i] = end.isEmpty();
                    awake += isAwake[i] ? left[i] : 0;
                    firstEnd = end.isPresent() && (firstEnd == null || end.get().isBefore(firstEnd))
                            ? end.get()
                            : firstEnd;
                }
            }
            if (awake == 0) {
                if (firstEnd == null) {
                    return Optional.of(now);
                }
                now = firstEnd;
                continue;
            }
            double seconds = Math.min(awake / perSecond, longest(now, firstEnd, quiet));
            double share = Math.min(1, seconds * perSecond / awake);
            for (int i = 0; i < left.length; i++) {
                left[i] -= isAwake[i] ? (Double.isInfinite(perSecond) ? left[i] : left[i] * share) : 0;
            }
            now = now.plusNanos(Math.round(seconds * 1e9));
        }
        return Optional.empty();
    }

    /** How long nobody falls asleep or wakes, in seconds. */
    private static double longest(Instant now, @org.jspecify.annotations.Nullable Instant firstEnd, QuietTimes quiet) {
        if (quiet.isNever()) {
            return HORIZON.toSeconds() + 1d;
        }
        double toBorder = STEP_SECONDS - Math.floorMod(now.getEpochSecond(), STEP_SECONDS) - now.getNano() / 1e9;
        return firstEnd == null
                ? toBorder
                : Math.min(toBorder, Duration.between(now, firstEnd).toNanos() / 1e9);
    }
}
