package dev.tandem.campaign;

import dev.tandem.domain.Alerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends campaigns that have nothing left to do: results first, then the input is put away, then the state. After a crash in
 * between the same is done again with the same outcome. Thread-safe.
 */
public final class CampaignFinisher {

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final CampaignFolders folders;
    private final CampaignClaims claims;
    private final Alerts alerts;
    private final Clock clock;
    /** Where each campaign's first unsettled row was seen last: the rows before it need not be read again each time. */
    private final Map<String, Long> firstUnsettled = new ConcurrentHashMap<>();

    public CampaignFinisher(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignFolders folders,
            CampaignClaims claims,
            Alerts alerts,
            Clock clock) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.folders = folders;
        this.claims = claims;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Ends what can be ended. One campaign that cannot be written keeps no other from its end. */
    public synchronized void finishAll() throws IOException {
        IOException failure = null;
        for (Campaign campaign : campaigns.inState(CampaignState.RUNNING)) {
            try {
                if (isSettled(campaign) && claims.take(campaign).isPresent()) {
                    finishClaimed(campaign);
                }
            } catch (IOException e) {
                if (failure == null) {
                    failure = new IOException(
                            "The results of campaign " + campaign.id() + " cannot be written; it is tried again", e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private boolean isSettled(Campaign campaign) {
        OptionalLong from = campaigns.firstUnsettled(campaign.id(), firstUnsettled.getOrDefault(campaign.id(), 1L));
        if (from.isEmpty()) {
            // From the first row once more: an unknown outcome may have been sent again meanwhile.
            from = campaigns.firstUnsettled(campaign.id(), 1);
        }
        from.ifPresent(row -> firstUnsettled.put(campaign.id(), row));
        // With rows to send again there is something to do, though none of them shows it yet.
        return from.isEmpty() && controls.find(campaign.id()).retryAt() == null;
    }

    private void finishClaimed(Campaign campaign) throws IOException {
        try {
            finish(campaign);
        } finally {
            claims.release(campaign);
        }
    }

    private void finish(Campaign campaign) throws IOException {
        Path input = folders.input(campaign);
        try {
            if (!Files.exists(input)) {
                throw new BadCampaignFile("All its rows were processed, but the file " + campaign.file()
                        + " was taken from the folder 'work', so no results could be written. Drop it into the folder"
                        + " 'in' again: nothing is sent twice, and the results appear.");
            }
            new ResultFile(campaigns, folders, claims).write(campaign, RowFile.of(input, campaign.settings()));
            claims.confirm(campaign);
            folders.putAway(campaign);
            claims.settle(campaign.finished(clock.instant()));
        } catch (BadCampaignFile e) {
            claims.settle(campaign.failed(e.text(), clock.instant()));
        }
        firstUnsettled.remove(campaign.id());
        alerts.clear(CampaignStops.ALERT, campaign.id());
    }
}
