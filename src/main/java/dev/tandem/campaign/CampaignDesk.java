package dev.tandem.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows campaigns to people. Thread-safe. */
public final class CampaignDesk {

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final CampaignProgress progress;
    private final CampaignFolders folders;

    public CampaignDesk(
            Campaigns campaigns, CampaignControls controls, CampaignProgress progress, CampaignFolders folders) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.progress = progress;
        this.folders = folders;
    }

    /** A campaign with what was decided about it. */
    public record Line(Campaign campaign, CampaignControl control) {}

    /**
     * A campaign with its progress.
     *
     * @param results the result file, once it is there
     */
    public record Sight(
            Line line,
            CampaignProgress.Progress progress,
            @Nullable Path results) {}

    /** The newest campaigns, without progress: counting rows takes time, so it is done for one at a time. */
    public List<Line> newest(int max) {
        return campaigns.newest(max).stream().map(this::line).toList();
    }

    /** A campaign with what was decided about it until now. */
    public Line line(Campaign campaign) {
        return new Line(campaign, controls.find(campaign.id()));
    }

    /** One campaign as it was written down. */
    public Optional<Campaign> campaign(String id) {
        return campaigns.find(id);
    }

    /** The numbers that a campaign's rows use, as far as they were read. */
    public List<String> numbers(Campaign campaign) {
        return controls.uses(campaign.id()).stream()
                .map(CampaignControls.Use::phoneNumberId)
                .distinct()
                .toList();
    }

    /** One campaign. */
    public Optional<Sight> find(String id) {
        return campaigns.find(id).map(this::line).map(line -> {
            Campaign campaign = line.campaign();
            return new Sight(
                    line,
                    progress.of(campaign, line.control()),
                    campaign.state() == CampaignState.FINISHED ? folders.results(campaign) : null);
        });
    }
}
