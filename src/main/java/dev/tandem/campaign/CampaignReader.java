package dev.tandem.campaign;

import dev.tandem.send.Incoming;
import dev.tandem.send.SendAccept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;

/**
 * Reads the file of a campaign and gives its rows to the door, in batches and constant memory. Before the first row is accepted
 * the file is read to its end once and every row is checked, so that a file which breaks off sends nothing and the report is
 * there first. What the door said to a row is kept at once: after a crash, or when the database does not answer, reading goes on
 * behind the last row that was kept.
 */
public final class CampaignReader {

    private static final int BATCH = 500;
    private static final String GONE =
            "The file is no longer in the folder 'work'. If it is in the folder 'failed', the"
                    + " text beside it says why; else drop it again: no row is sent twice.";

    private final Campaigns campaigns;
    private final CampaignFolders folders;
    private final Preflights preflights;
    private final RowDoor door;
    private final RowOutlook outlook;
    private final Surroundings around;
    private final Clock clock;

    public CampaignReader(
            Campaigns campaigns,
            CampaignFolders folders,
            Preflights preflights,
            RowDoor door,
            SendAccept accept,
            Surroundings around,
            Clock clock) {
        this.campaigns = campaigns;
        this.folders = folders;
        this.preflights = preflights;
        this.door = door;
        this.outlook = new RowOutlook(accept, around);
        this.around = around;
        this.clock = clock;
    }

    /** Checks and reads what waits for it. One file that cannot be read at the moment keeps no other from being read. */
    public synchronized void readAll() throws IOException {
        IOException failure = null;
        for (CampaignState state : new CampaignState[] {CampaignState.CHECKING, CampaignState.READING}) {
            for (Campaign campaign : campaigns.inState(state)) {
                try {
                    read(campaign);
                } catch (IOException e) {
                    if (failure == null) {
                        failure = new IOException(
                                "The file of campaign " + campaign.id() + " cannot be read; it is tried again", e);
                    }
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void read(Campaign campaign) throws IOException {
        Path file = folders.work(campaign);
        if (!Files.exists(file)) {
            // A campaign is written down before its file is moved, so one in the folder 'in' is on its way.
            if (!Files.exists(folders.in(campaign)) && !Files.exists(file)) {
                campaigns.save(campaign.failed(GONE, clock.instant()));
            }
            return;
        }
        try {
            RowFile rows = RowFile.of(file, campaign.settings());
            if (campaign.state() == CampaignState.CHECKING) {
                check(campaign, rows);
            } else {
                accept(campaign, rows);
                campaigns.save(campaign.running(clock.instant()));
            }
        } catch (BadCampaignFile e) {
            Path failed = folders.failed(campaign.file(), campaign.id(), e.text());
            folders.putAsideSettings(folders.settingsWork(campaign), failed);
            CampaignFolders.move(file, failed);
            campaigns.save(campaign.failed(e.text(), clock.instant()));
        }
    }

    /** The report stands before the campaign goes on; after a crash in between it is made again. */
    private void check(Campaign campaign, RowFile file) throws IOException, BadCampaignFile {
        PreflightReport report = preflight(campaign, file);
        preflights.keep(report);
        PreflightText.write(report, folders.preflight(campaign));
        Campaign counted = campaign.counted(file.form(), report.rows());
        StartRule start = StartRule.of(campaign, report.bad(), report.rows());
        switch (start.state()) {
            case WAITING -> campaigns.save(counted.waiting(start.text()));
            case FINISHED -> {
                folders.putAway(campaign);
                campaigns.save(counted.finished(clock.instant()));
            }
            default -> campaigns.save(counted.reading());
        }
    }

    private PreflightReport preflight(Campaign campaign, RowFile file) throws IOException, BadCampaignFile {
        Instant now = clock.instant();
        Preflight preflight = new Preflight(campaign, around, now);
        List<Row> batch = new ArrayList<>(BATCH);
        try (RowFile.Rows rows = file.open()) {
            while (rows.hasNext()) {
                batch.add(rows.next());
                if (batch.size() == BATCH || !rows.hasNext()) {
                    preflight.add(outlook.of(campaign, batch, now));
                    batch.clear();
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException broken) {
                throw new BadCampaignFile(
                        "The table breaks off behind row " + (preflight.rows() + batch.size()) + ": " + broken.getMessage()
                                + ". A cell that begins with a double quote must end with one, and a double quote inside"
                                + " it is written twice.",
                        broken);
            }
            throw e;
        }
        if (preflight.rows() == 0) {
            throw new BadCampaignFile("The file has no rows below its header.");
        }
        return preflight.report();
    }

    /** How long a row may wait that names no expiry: long enough for all rows to have had their turn. */
    private Duration life(Campaign campaign) {
        Duration lasts = preflights
                .find(campaign.id())
                .map(report -> report.schedule().seconds())
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO)
                .plus(Incoming.DAY);
        return lasts.compareTo(Incoming.CAMPAIGN_LIFE) > 0 ? lasts : Incoming.CAMPAIGN_LIFE;
    }

    private void accept(Campaign campaign, RowFile file) throws IOException {
        long kept = campaigns.lastRow(campaign.id());
        Duration life = life(campaign);
        boolean goingOn = true;
        try (RowFile.Rows rows = file.open()) {
            List<Row> batch = new ArrayList<>(BATCH);
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row.number() > kept) {
                    batch.add(row);
                }
                if (batch.size() == BATCH || (!rows.hasNext() && !batch.isEmpty())) {
                    campaigns.keep(campaign.id(), door.accept(campaign, batch, life, goingOn));
                    batch.clear();
                    goingOn = false;
                }
            }
        }
    }
}
