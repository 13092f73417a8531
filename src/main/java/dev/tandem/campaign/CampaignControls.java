package dev.tandem.campaign;

import dev.tandem.domain.TemplateName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The memory of what was decided about campaigns, and of what they use. Every method is one transaction; when a writing one
 * returns, the write is on disk, and every engine keeps to it. Thread-safe.
 */
public interface CampaignControls {

    /** What was decided about a campaign, {@link CampaignControl#UNTOUCHED} when nothing was. */
    CampaignControl find(String campaignId);

    /** Pauses a campaign; one that is paused or cancelled already stays as it is. Returns whether it did. */
    boolean pause(String campaignId, CampaignControl.Pause pause);

    /** Ends a pause; what happened until now counts for no stop rule any more. Returns whether there was one. */
    boolean resume(String campaignId, Instant now);

    /** Cancels a campaign, for ever; the first word counts. A pause ends with it. */
    void cancel(String campaignId, CampaignControl.Cancel cancel);

    /** Sets the share of its numbers' pace. */
    void share(String campaignId, double share);

    /** Sets stop rules of its own, or takes them away. */
    void rules(String campaignId, @Nullable StopRules rules);

    /**
     * Wants the rows sent again that failed until now, and opens a finished campaign again. While that is under way, the first wish
     * counts.
     */
    void retry(String campaignId, Instant until);

    /** The rows that failed until then are sent again; one wished later stays. */
    void retried(String campaignId, Instant until);

    /** Campaigns with something to carry out: cancelled and not finished, or with rows to send again. */
    List<String> unfinishedOrders();

    /** Keeps what rows of a campaign use; known ones change nothing. */
    void use(String campaignId, Collection<Use> uses);

    /** What the rows of a campaign use. */
    Set<Use> uses(String campaignId);

    /**
     * A number and a template.
     *
     * @param template null for rows without one
     */
    record Use(String phoneNumberId, @Nullable TemplateName template) {}
}
