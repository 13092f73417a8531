package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The hours of the day in which no campaign disturbs a person, by the clock on the person's wall: it is quiet from
 * {@code from} on and no longer at {@code to}, also over midnight and on the days when the clocks are changed.
 *
 * <p>When a person may live in several time zones it is quiet as long as it is quiet in any of them. Where they lie so far
 * apart that it always is in one, it is quiet except when it is quiet in as few of them as it ever gets.
 *
 * @param from when the quiet begins
 * @param to when it ends; earlier than {@code from} means the next morning
 */
public record QuietHours(LocalTime from, LocalTime to) {

    /** Two days hold every hour of the day, also over a change of the clocks. */
    private static final Duration HORIZON = Duration.ofHours(49);

    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("Quiet hours that begin and end at " + from
                    + " are none or all of the day: let them differ, or leave both out");
        }
    }

    /** When the quiet that is now ends; empty when it is not quiet. Without any zone it is never quiet. */
    public Optional<Instant> end(Instant now, Collection<ZoneId> zones) {
        long quietNow = quietZones(now, zones);
        if (quietNow == 0) {
            return Optional.empty();
        }
        Set<Instant> ends = new TreeSet<>();
        zones.forEach(zone -> addEnds(now, zone, ends));
        Instant best = now;
        long fewest = quietNow;
        for (Instant end : ends) {
            long quiet = quietZones(end, zones);
            if (quiet < fewest) {
                fewest = quiet;
                best = end;
            }
        }
        return best.equals(now) ? Optional.empty() : Optional.of(best);
    }

    /** Whether it is quiet in this zone at this moment. */
    public boolean isQuiet(Instant moment, ZoneId zone) {
        LocalTime wall = LocalTime.ofInstant(moment, zone);
        boolean afterFrom = !wall.isBefore(from);
        boolean beforeTo = wall.isBefore(to);
        return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }

    private long quietZones(Instant moment, Collection<ZoneId> zones) {
        return zones.stream().filter(zone -> isQuiet(moment, zone)).count();
    }

    /** The moments at which it may stop to be quiet in a zone. */
    private void addEnds(Instant now, ZoneId zone, Set<Instant> ends) {
        ZoneRules rules = zone.getRules();
        Instant last = now.plus(HORIZON);
        LocalDateTime day = LocalDateTime.of(now.atZone(zone).toLocalDate().minusDays(1), to);
        for (int i = 0; i < 5; i++) {
            LocalDateTime wall = day.plusDays(i);
            List<ZoneOffset> offsets = rules.getValidOffsets(wall);
            offsets.forEach(offset -> addBetween(now, wall.toInstant(offset), last, ends));
        }
        // The clock may also be set over the end, or back to before the beginning.
        ZoneOffsetTransition transition = rules.nextTransition(now);
        while (transition != null && !transition.getInstant().isAfter(last)) {
            ends.add(transition.getInstant());
            transition = rules.nextTransition(transition.getInstant());
        }
    }

    private static void addBetween(Instant now, Instant end, Instant last, Set<Instant> ends) {
        if (end.isAfter(now) && !end.isAfter(last)) {
            ends.add(end);
        }
    }
}
