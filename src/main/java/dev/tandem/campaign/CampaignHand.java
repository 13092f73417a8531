package dev.tandem.campaign;

import dev.tandem.domain.Alerts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.send.FeedSignal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The operator's hand on campaigns. Asked twice, each does the same as once. What is decided holds at once for everything that is not
 * marked yet, on every engine. Thread-safe.
 */
public final class CampaignHand {

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final NumberDirectory numbers;
    private final FeedSignal feeder;
    private final Alerts alerts;
    private final Clock clock;

    public CampaignHand(
            Campaigns campaigns,
            CampaignControls controls,
            NumberDirectory numbers,
            FeedSignal feeder,
            Alerts alerts,
            Clock clock) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.numbers = numbers;
        this.feeder = feeder;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * Nothing more leaves until it is resumed; rows keep their expiry.
     *
     * @param by who wants it
     * @return why it cannot be done now, empty when it is done
     */
    public Optional<String> pause(Campaign campaign, String by) {
        CampaignControl control = controls.find(campaign.id());
        if (control.isCancelled() || !campaign.state().isUnderWay()) {
            return Optional.of(stands(campaign, control) + ", so there is nothing to pause.");
        }
        controls.pause(
                campaign.id(),
                new CampaignControl.Pause(
                        PauseReason.OPERATOR,
                        by,
                        "Paused by '" + by + "'. Resume it to send what waits.",
                        clock.instant()));
        return Optional.empty();
    }

    /** Sends what waits. One that is not paused stays as it is. */
    public Optional<String> resume(Campaign campaign) {
        CampaignControl control = controls.find(campaign.id());
        if (control.isCancelled() || !campaign.state().isUnderWay()) {
            return Optional.of(stands(campaign, control) + ", so there is nothing to resume.");
        }
        if (controls.resume(campaign.id(), clock.instant())) {
            goOn(campaign);
        }
        return Optional.empty();
    }

    /** What has not left never leaves, and the campaign ends with its results. It cannot be taken back. */
    public Optional<String> cancel(Campaign campaign, String by) {
        CampaignControl control = controls.find(campaign.id());
        if (!control.isCancelled() && isOver(campaign)) {
            return Optional.of(stands(campaign, control) + ", so there is nothing left to cancel.");
        }
        controls.cancel(campaign.id(), new CampaignControl.Cancel(by, clock.instant()));
        alerts.clear(CampaignStops.ALERT, campaign.id());
        return Optional.empty();
    }

    /** Sends those rows again that failed until now; never an unknown one, never one that was refused. */
    public Optional<String> retryFailed(Campaign campaign) {
        CampaignControl control = controls.find(campaign.id());
        if (control.isCancelled()) {
            return Optional.of(
                    stands(campaign, control) + ", and what is cancelled is not sent again. Drop the rows that"
                            + " should go out as a new file.");
        }
        if (campaign.state() != CampaignState.RUNNING && campaign.state() != CampaignState.FINISHED) {
            return Optional.of(stands(campaign, control) + ", so none of its rows can be sent again now.");
        }
        Instant now = clock.instant();
        if (!campaigns.failed(campaign.id(), now, 0, 1).isEmpty()) {
            controls.retry(campaign.id(), now);
        }
        return Optional.empty();
    }

    /**
     * Gives it a share of its numbers' pace from now on.
     *
     * @param share above 0 and at most 1
     */
    public Optional<String> pace(Campaign campaign, double share) {
        CampaignControl control = controls.find(campaign.id());
        if (control.isCancelled() || isOver(campaign)) {
            return Optional.of(stands(campaign, control) + ", so its pace does not matter any more.");
        }
        controls.share(campaign.id(), share);
        goOn(campaign);
        return Optional.empty();
    }

    private void goOn(Campaign campaign) {
        alerts.clear(CampaignStops.ALERT, campaign.id());
        numbers.all().forEach(number -> feeder.wake(number.phoneNumberId()));
    }

    private static boolean isOver(Campaign campaign) {
        return campaign.state() == CampaignState.FINISHED || campaign.state() == CampaignState.FAILED;
    }

    private static String stands(Campaign campaign, CampaignControl control) {
        CampaignControl.Cancel cancel = control.cancel();
        return cancel != null
                ? "It was cancelled by '" + cancel.by() + "' at " + cancel.at()
                : "It is " + campaign.state().code();
    }
}
