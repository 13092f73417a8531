package dev.tandem.consent;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Priority;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.Reason;
import dev.tandem.send.LaneCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds campaigns while it is quiet where the person may live; everything else is answered at any hour. Thread-safe. */
public final class QuietHoursCheck implements LaneCheck {

    /** So many zones are named in a text. */
    private static final int NAMED = 3;

    private final QuietHours hours;

    public QuietHoursCheck(QuietHours hours) {
        this.hours = hours;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        if (leaving.send().acceptance().priority() != Priority.CAMPAIGN) {
            return Optional.empty();
        }
        List<ZoneId> zones = PhonePlaces.zones(leaving.send().acceptance().recipient());
        return hours.end(leaving.now(), zones).map(end -> new Obstacle.Wait(cause(zones, end), end));
    }

    private Cause cause(List<ZoneId> zones, Instant end) {
        String where = zones.stream().limit(NAMED).map(ZoneId::getId).collect(Collectors.joining(", "))
                + (zones.size() > NAMED ? " and " + (zones.size() - NAMED) + " more time zones" : "");
        return Cause.of(
                Reason.QUIET_HOURS,
                "From " + hours.from() + " to " + hours.to()
                        + " no campaign disturbs anybody, and the person may be in " + where
                        + ". It goes on by itself at " + end + ".");
    }
}
