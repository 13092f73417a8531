package dev.tandem.campaign;

import dev.tandem.send.Incoming;
import dev.tandem.send.SendAccept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.csv.CSVException;

/**
 * Checks every row of a campaign before anybody gets anything, keeps the report, and says how the campaign goes on. In batches and
 * constant memory; writes nothing of the rows. After a crash the same is done again with the same outcome. Thread-safe.
 */
public final class CampaignChecker {

    private static final Duration A_YEAR = Duration.ofDays(366);

    private final Campaigns campaigns;
    private final CampaignControls controls;
    private final CampaignFolders folders;
    private final Preflights preflights;
    private final RowOutlook outlook;
    private final Surroundings around;
    private final StopRules standard;
    private final CampaignClaims claims;
    private final Clock clock;

    /** @param standard the stop rules of campaigns that have none of their own */
    public CampaignChecker(
            Campaigns campaigns,
            CampaignControls controls,
            CampaignFolders folders,
            Preflights preflights,
            SendAccept accept,
            Surroundings around,
            StopRules standard,
            CampaignClaims claims,
            Clock clock) {
        this.campaigns = campaigns;
        this.controls = controls;
        this.folders = folders;
        this.preflights = preflights;
        this.outlook = new RowOutlook(accept, around);
        this.around = around;
        this.standard = standard;
        this.claims = claims;
        this.clock = clock;
    }

    /** Reads the file to its end and checks its rows. */
    PreflightReport check(Campaign campaign, RowFile file) throws IOException, BadCampaignFile {
        Instant now = clock.instant();
        Preflight preflight = new Preflight(campaign, around, now);
        try (RowBatches<RowBatch> batches = new RowBatches<>(file.open(), 0, rows -> outlook.read(campaign, rows))) {
            addAll(batches, preflight, campaign, now);
        }
        if (preflight.rows() == 0) {
            throw new BadCampaignFile("The file has no rows below its header.");
        }
        return preflight.report();
    }

    private void addAll(RowBatches<RowBatch> batches, Preflight preflight, Campaign campaign, Instant now)
            throws IOException, BadCampaignFile {
        try {
            for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
                preflight.add(outlook.of(campaign, batch, now));
                claims.renew(campaign);
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException broken) {
                throw new BadCampaignFile(
                        "The table breaks off behind row " + batches.rowsRead() + ": " + broken.getMessage()
                                + ". A cell that begins with a double quote must end with one, and a double quote inside"
                                + " it is written twice.",
                        broken);
            }
            throw e;
        }
    }

    /** The report stands before the campaign goes on; after a crash in between it is made again. */
    void decide(Campaign campaign, RowFile file, PreflightReport report) throws IOException {
        claims.confirm(campaign);
        preflights.keep(report);
        PreflightText.write(report, folders.preflight(campaign));
        Campaign counted = campaign.counted(file.form(), report.rows());
        StartRule start = StartRule.of(campaign, report.bad(), report.rows());
        if (start.state() == CampaignState.FINISHED) {
            claims.settle(counted);
            folders.putAway(campaign);
            claims.settle(counted.finished(clock.instant()));
            return;
        }
        settle(campaign);
        // What is cancelled waits for nobody: its rows become cancelled.
        boolean waits = start.state() == CampaignState.WAITING
                && !controls.find(campaign.id()).isCancelled();
        claims.settle(waits ? counted.waiting(start.text()) : counted.reading());
    }

    /** What its settings say about its way; an operator's share, if there is one already, is the later word. */
    private void settle(Campaign campaign) {
        Double share = campaign.settings().paceShare();
        if (share != null && controls.find(campaign.id()).share() == CampaignControl.UNTOUCHED.share()) {
            controls.share(campaign.id(), share);
        }
        if (campaign.settings().stop() != null) {
            controls.rules(campaign.id(), standard.with(campaign.settings().stop()));
        }
    }

    /** Lets cancelled campaigns go on that wait for approval, so that they end. */
    void endCancelled() {
        campaigns.inState(CampaignState.WAITING).stream()
                .filter(campaign -> controls.find(campaign.id()).isCancelled())
                .forEach(campaign -> campaigns.approve(campaign.id()));
    }

    /** Whether a dry run has its report and was put away, and only its end was not written down before a crash. */
    boolean isChecked(Campaign campaign) {
        return campaign.state() == CampaignState.CHECKING
                && campaign.settings().dryRun()
                && Files.exists(folders.done(campaign))
                && preflights.find(campaign.id()).isPresent();
    }

    /** What does not end within a year is given one. */
    private static Duration lasts(PreflightReport.Schedule schedule) {
        return schedule.seconds() == null ? A_YEAR : Duration.ofSeconds(schedule.seconds());
    }

    /** How long a row may wait that names no expiry: long enough for all rows to have had their turn. */
    Duration life(Campaign campaign) {
        Duration lasts = preflights
                .find(campaign.id())
                .map(report -> lasts(report.schedule()))
                .orElse(Duration.ZERO)
                .plus(Incoming.DAY);
        return lasts.compareTo(Incoming.CAMPAIGN_LIFE) > 0 ? lasts : Incoming.CAMPAIGN_LIFE;
    }
}
