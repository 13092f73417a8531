package dev.tandem.campaign;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a campaign beside its file. Immutable.
 *
 * @param pause null while it is not paused
 * @param judgedFrom what happened before counts for no stop rule, null for everything
 * @param cancel null while it is not cancelled
 * @param retryAt rows that failed until then are to be sent again, null when there are none
 * @param share of its numbers' pace, above 0 and at most 1
 * @param rules stop rules of its own, null for those of the engine
 */
public record CampaignControl(
        @Nullable Pause pause,
        @Nullable Instant judgedFrom,
        @Nullable Cancel cancel,
        @Nullable Instant retryAt,
        double share,
        @Nullable StopRules rules) {

    /** A campaign that nobody decided about. */
    public static final CampaignControl UNTOUCHED = new CampaignControl(null, null, null, null, 1, null);

    /**
     * A pause.
     *
     * @param by who paused it, {@code engine} for a stop rule
     * @param detail what happened and what to do, for a person
     */
    public record Pause(PauseReason reason, String by, String detail, Instant since) {}

    /**
     * A cancellation; it stays for ever.
     *
     * @param by who cancelled it
     */
    public record Cancel(String by, Instant at) {}

    /** Whether it is cancelled. */
    public boolean isCancelled() {
        return cancel != null;
    }

    /** Whether nothing of it may leave. */
    public boolean isHeld() {
        return pause != null || cancel != null;
    }

    /** What people are told of the state of a campaign: paused while it would go on otherwise. */
    public CampaignState shown(CampaignState state) {
        return pause != null && !isCancelled() && state.isUnderWay() ? CampaignState.PAUSED : state;
    }

    /** How a finished campaign ended. */
    public Optional<String> ended(Campaign campaign) {
        if (campaign.state() != CampaignState.FINISHED) {
            return Optional.empty();
        }
        String untouched = campaign.settings().dryRun() ? "dry_run" : "completed";
        return Optional.of(isCancelled() ? "cancelled" : untouched);
    }
}
