package dev.tandem.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows campaigns to people. Thread-safe. */
public final class CampaignDesk {

    private final Campaigns campaigns;
    private final CampaignFolders folders;

    public CampaignDesk(Campaigns campaigns, CampaignFolders folders) {
        this.campaigns = campaigns;
        this.folders = folders;
    }

    /**
     * A campaign with its progress.
     *
     * @param states how many of its rows are in each state, counted from the rows
     * @param waiting what its held rows wait for
     * @param results the result file, once it is there
     */
    public record Sight(
            Campaign campaign,
            Map<String, Long> states,
            List<Campaigns.Waiting> waiting,
            @Nullable Path results) {}

    /** The newest campaigns, without progress: counting rows takes time, so it is done for one at a time. */
    public List<Campaign> newest(int max) {
        return campaigns.newest(max);
    }

    /** One campaign. */
    public Optional<Sight> find(String id) {
        return campaigns
                .find(id)
                .map(campaign -> new Sight(
                        campaign,
                        campaigns.countByState(id),
                        campaigns.waiting(id),
                        campaign.state() == CampaignState.FINISHED ? folders.results(campaign) : null));
    }
}
