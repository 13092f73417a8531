package dev.tandem.campaign;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells of settings that lie in the folder {@code in} although the file that they were probably meant for was taken without them. They
 * stay there, because a file that comes next must find them: to send with settings that are too strict harms nobody, to send
 * without them does. The alert stands until they are gone, by hand or with the next file. Idempotent. Thread-safe.
 */
public final class LateSettings {

    /** The alert; its subject is the name without {@code .campaign.yaml}. */
    public static final String ALERT = "campaign_settings_late";

    /** So long after a file was taken without settings, those that come are taken for its own, even if it is over by then. */
    static final Duration SHORTLY = Duration.ofHours(1);

    private static final int LONGEST_SUBJECT = 200;

    private final Campaigns campaigns;
    private final CampaignFolders folders;
    private final Alerts alerts;
    private final Clock clock;

    /** One may stand from before a restart. */
    private boolean mayStand = true;

    public LateSettings(Campaigns campaigns, CampaignFolders folders, Alerts alerts, Clock clock) {
        this.campaigns = campaigns;
        this.folders = folders;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Looks at the settings that lie there. */
    public synchronized void look() throws IOException {
        List<String> alone = folders.settingsAlone();
        if (alone.isEmpty() && !mayStand) {
            return;
        }
        Set<String> told = alerts.standing().stream()
                .filter(alert -> alert.code().equals(ALERT))
                .map(Alert::subject)
                .collect(Collectors.toSet());
        Set<String> lying = alone.stream().map(LateSettings::subject).collect(Collectors.toSet());
        told.stream().filter(subject -> !lying.contains(subject)).forEach(subject -> alerts.clear(ALERT, subject));
        for (String name : alone) {
            if (!told.contains(subject(name))) {
                campaigns.named(name).stream()
                        .findFirst()
                        .filter(this::mayBeMeant)
                        .ifPresent(campaign -> alerts.raise(ALERT, subject(name), "", text(name, campaign)));
            }
        }
        mayStand = !alone.isEmpty();
    }

    private boolean mayBeMeant(Campaign newest) {
        boolean isOver = newest.state() == CampaignState.FINISHED || newest.state() == CampaignState.FAILED;
        Instant recently = clock.instant().minus(SHORTLY);
        return !newest.settings().isGiven() && (!isOver || newest.arrivedAt().isAfter(recently));
    }

    private static String subject(String name) {
        return name.length() <= LONGEST_SUBJECT ? name : name.substring(0, LONGEST_SUBJECT);
    }

    private static String text(String name, Campaign campaign) {
        return name + SettingsFile.SUFFIX + " lies in the folder 'in', and " + campaign.file()
                + " was taken without settings at " + campaign.arrivedAt() + " (campaign " + campaign.id() + ", "
                + campaign.state().code() + "). " + remedy(campaign)
                + " They hold for the next file of that name that is"
                + " dropped; delete them if that is not meant.";
    }

    private static String remedy(Campaign campaign) {
        return switch (campaign.state()) {
            case FAILED -> "Drop it again, and they hold for it.";
            case FINISHED -> "It is over, so they change nothing of it any more.";
            default ->
                "They do not hold for it. If they must, POST /api/v1/campaigns/" + campaign.id()
                        + "/cancel and drop the rows that its results call cancelled as a new file beside them.";
        };
    }
}
