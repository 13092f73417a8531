package dev.tandem.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Reads the file of a campaign and gives its rows to the door, in batches and constant memory. Before the first row is accepted
 * the file is read to its end once and every row is checked, so that a file which breaks off sends nothing and the report is
 * there first. What the door said to a row is kept at once: after a crash, or when the database does not answer, reading goes on
 * behind the last row that was kept. Of several engines one reads a file at a time.
 */
public final class CampaignReader {

    private static final String GONE =
            "The file is no longer in the folder 'work'. If it is in the folder 'failed', the"
                    + " text beside it says why; else drop it again: no row is sent twice.";

    private static final String CHANGED =
            "The file was replaced or written to after it had been taken as complete. Drop a file under another name,"
                    + " such as 'NAME.part', and rename it when it is whole; or drop 'NAME.done' beside it last.";

    private static final String OVERDUE =
            "Nobody approved it before its end, %s, so nothing of it may be sent any more."
                    + " Drop the file again with a later end.";

    /** Those with something to do; of the waiting ones these are the ones that nobody can approve any more. */
    private static final List<CampaignState> STATES =
            List.of(CampaignState.CHECKING, CampaignState.WAITING, CampaignState.READING);

    private final Campaigns campaigns;
    private final CampaignFolders folders;
    private final CampaignChecker checker;
    private final RowDoor door;
    private final CampaignClaims claims;
    private final Clock clock;

    public CampaignReader(
            Campaigns campaigns,
            CampaignFolders folders,
            CampaignChecker checker,
            RowDoor door,
            CampaignClaims claims,
            Clock clock) {
        this.campaigns = campaigns;
        this.folders = folders;
        this.checker = checker;
        this.door = door;
        this.claims = claims;
        this.clock = clock;
    }

    /**
     * Checks and reads what waits for it; what nobody approved in time fails. One file that cannot be read at the moment keeps no
     * other from being read.
     */
    public synchronized void readAll() throws IOException {
        checker.endCancelled();
        IOException failure = null;
        for (CampaignState state : STATES) {
            for (Campaign listed : campaigns.inState(state)) {
                boolean waits = state == CampaignState.WAITING && !listed.isOverdue(clock.instant());
                Campaign campaign = waits ? null : claims.take(listed).orElse(null);
                if (campaign == null) {
                    continue;
                }
                try {
                    read(campaign);
                } catch (IOException | UncheckedIOException e) {
                    if (failure == null) {
                        failure = new IOException(
                                "The file of campaign " + campaign.id() + " cannot be read; it is tried again", e);
                    }
                } finally {
                    claims.release(campaign);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void read(Campaign campaign) throws IOException {
        Path file = folders.work(campaign);
        if (campaign.state() == CampaignState.WAITING) {
            fail(campaign, OVERDUE.formatted(campaign.settings().end()));
            return;
        }
        if (!Files.exists(file)) {
            // A campaign is written down before its file is moved, so one in the folder 'in' is on its way.
            if (!Files.exists(folders.in(campaign)) && !Files.exists(file)) {
                claims.settle(
                        checker.isChecked(campaign)
                                ? campaign.finished(clock.instant())
                                : campaign.failed(GONE, clock.instant()));
            }
            return;
        }
        try {
            if (campaign.state() == CampaignState.CHECKING) {
                RowFile rows = RowFile.of(file, campaign.settings());
                PreflightReport report = checker.check(campaign, rows);
                checkContent(campaign, file);
                checker.decide(campaign, rows, report);
            } else {
                // First: it may have waited for days since it was checked.
                checkContent(campaign, file);
                accept(campaign, RowFile.of(file, campaign.settings()));
                claims.settle(campaign.running(clock.instant()));
            }
        } catch (BadCampaignFile e) {
            fail(campaign, e.text());
        }
    }

    private void fail(Campaign campaign, String why) throws IOException {
        claims.confirm(campaign);
        Path failed = folders.failed(campaign.file(), campaign.id(), why);
        folders.putAsideSettings(folders.settingsWork(campaign), failed);
        CampaignFolders.move(folders.work(campaign), failed);
        claims.settle(campaign.failed(why, clock.instant()));
    }

    /** A campaign is the very bytes that were taken. Once rows of them were accepted, nothing but these can go on. */
    private void checkContent(Campaign campaign, Path file) throws IOException, BadCampaignFile {
        if (FileBytes.hash(file).equals(campaign.contentHash())) {
            return;
        }
        if (campaigns.lastRow(campaign.id()) > 0) {
            throw new IOException(
                    "Rows of " + file.getFileName() + " were accepted, and the file in the folder 'work' is"
                            + " not the same any more: put back the one that was dropped");
        }
        throw new BadCampaignFile(CHANGED);
    }

    private void accept(Campaign campaign, RowFile file) throws IOException {
        long kept = campaigns.lastRow(campaign.id());
        Duration life = checker.life(campaign);
        boolean goingOn = true;
        try (RowBatches<RowBatch> batches =
                new RowBatches<>(file.open(), kept, rows -> door.read(campaign, rows, life))) {
            for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
                campaigns.keep(campaign.id(), door.accept(campaign, batch, goingOn));
                goingOn = false;
                claims.renew(campaign);
            }
        }
    }
}
