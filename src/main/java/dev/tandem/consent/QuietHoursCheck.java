package dev.tandem.consent;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Priority;
import dev.tandem.domain.QuietHours;
import dev.tandem.domain.QuietTimes;
import dev.tandem.domain.Reason;
import dev.tandem.send.LaneCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds campaigns while it is quiet where the person may live, by the hours of the house and by those of the campaign;
 * everything else is answered at any hour. Thread-safe.
 */
public final class QuietHoursCheck implements LaneCheck {

    /** So many zones are named in a text. */
    private static final int NAMED = 3;

    private final Optional<QuietHours> house;
    private final CampaignHours campaigns;

    /**
     * @param house the hours of every campaign
     * @param campaigns the hours that single campaigns have beside them
     */
    public QuietHoursCheck(Optional<QuietHours> house, CampaignHours campaigns) {
        this.house = house;
        this.campaigns = campaigns;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        if (leaving.send().acceptance().priority() != Priority.CAMPAIGN) {
            return Optional.empty();
        }
        QuietTimes quiet = quiet(leaving.send().acceptance().campaign());
        if (quiet.isNever()) {
            return Optional.empty();
        }
        List<ZoneId> zones = PhonePlaces.zones(leaving.send().acceptance().recipient());
        return quiet.end(leaving.now(), zones).map(end -> new Obstacle.Wait(cause(quiet, zones, end), end));
    }

    private QuietTimes quiet(String campaign) {
        List<QuietHours> hours = new ArrayList<>();
        house.ifPresent(hours::add);
        if (!campaign.isEmpty()) {
            campaigns.of(campaign).ifPresent(hours::add);
        }
        return hours.isEmpty() ? QuietTimes.NONE : new QuietTimes(hours);
    }

    private static Cause cause(QuietTimes quiet, List<ZoneId> zones, Instant end) {
        String where = zones.stream().limit(NAMED).map(ZoneId::getId).collect(Collectors.joining(", "))
                + (zones.size() > NAMED ? " and " + (zones.size() - NAMED) + " more time zones" : "");
        return Cause.of(
                Reason.QUIET_HOURS,
                "From " + quiet.words() + " this campaign disturbs nobody, and the person may be in " + where
                        + ". It goes on by itself at " + end + ".");
    }
}
