package dev.tandem.campaign;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the reports about campaigns to people, who start what waits for them. Thread-safe. */
public final class PreflightDesk {

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final Preflights preflights;
    private final Clock clock;

    public PreflightDesk(Campaigns campaigns, CampaignControls controls, Preflights preflights, Clock clock) {
        this.controls = controls;
        this.campaigns = campaigns;
        this.preflights = preflights;
        this.clock = clock;
    }

    /**
     * What became of an approval.
     *
     * @param refusal why it was of no use, for a person; null when the campaign has started
     */
    public record Approval(Campaign campaign, @Nullable String refusal) {}

    /** The campaign; empty when there is none. */
    public Optional<Campaign> campaign(String id) {
        return campaigns.find(id);
    }

    /** The report about a campaign; empty when it is not there, or not yet. */
    public Optional<PreflightReport> report(String id) {
        return preflights.find(id);
    }

    /** Starts a campaign that waits for it; one that has started already stays as it is. Empty when there is none. */
    public Optional<Approval> approve(String id) {
        Optional<Campaign> before = campaigns.find(id);
        if (before.isPresent() && before.get().state() == CampaignState.WAITING) {
            CampaignControl.Cancel cancel = controls.find(id).cancel();
            if (cancel != null) {
                return Optional.of(new Approval(
                        before.get(),
                        "It was cancelled by '" + cancel.by() + "' at " + cancel.at()
                                + ", so there is nothing to approve. It ends with its results."));
            }
            if (before.get().isOverdue(clock.instant())) {
                return Optional.of(new Approval(
                        before.get(),
                        "Its end, " + before.get().settings().end()
                                + ", is over, so nothing of it may be sent any more. Drop the file again with a"
                                + " later end."));
            }
            campaigns.approve(id);
        }
        return campaigns.find(id).map(campaign -> new Approval(campaign, refusal(campaign)));
    }

    private static @Nullable String refusal(Campaign campaign) {
        return switch (campaign.state()) {
            case CHECKING -> "It is still being checked. Approve it once its preflight is there.";
            case FINISHED, FAILED -> "It is " + campaign.state().code() + " already, so there is nothing to approve.";
            default -> null;
        };
    }
}
