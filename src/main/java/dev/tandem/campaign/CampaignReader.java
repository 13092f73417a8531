package dev.tandem.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;

/**
 * Reads the file of a campaign and gives its rows to the door, in batches and constant memory. The file is read to its end
 * once before the first row is accepted, so that a file which breaks off sends nothing. What the door said to a row is kept
 * at once: after a crash, or when the database does not answer, reading goes on behind the last row that was kept.
 */
public final class CampaignReader {

    private static final int BATCH = 500;
    private static final String GONE =
            "The file is no longer in the folder 'work'. If it is in the folder 'failed', the"
                    + " text beside it says why; else drop it again: no row is sent twice.";

    private static final String CHANGED =
            "The file was replaced or written to after it had been taken as complete. Drop a file under another name,"
                    + " such as 'NAME.part', and rename it when it is whole; or drop 'NAME.done' beside it last.";

    private final Campaigns campaigns;
    private final CampaignFolders folders;
    private final RowDoor door;
    private final CampaignClaims claims;
    private final Clock clock;

    public CampaignReader(
            Campaigns campaigns, CampaignFolders folders, RowDoor door, CampaignClaims claims, Clock clock) {
        this.campaigns = campaigns;
        this.folders = folders;
        this.door = door;
        this.claims = claims;
        this.clock = clock;
    }

    /** Reads what waits to be read. One file that cannot be read at the moment keeps no other from being read. */
    public synchronized void readAll() throws IOException {
        IOException failure = null;
        for (Campaign listed : campaigns.inState(CampaignState.READING)) {
            Campaign campaign = claims.take(listed).orElse(null);
            if (campaign == null) {
                continue;
            }
            Path file = folders.work(campaign);
            try {
                if (Files.exists(file)) {
                    read(campaign, file);
                } else if (!Files.exists(folders.in(campaign)) && !Files.exists(file)) {
                    // A campaign is written down before its file is moved, so one in the folder 'in' is on its way.
                    campaigns.save(campaign.failed(GONE, clock.instant()));
                }
            } catch (IOException e) {
                if (failure == null) {
                    failure = new IOException(
                            "The file of campaign " + campaign.id() + " cannot be read; it is tried again", e);
                }
            } finally {
                claims.release(campaign);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void read(Campaign campaign, Path file) throws IOException {
        try {
            RowFile rows = RowFile.of(file);
            Campaign counted = campaign.counted(rows.form(), count(campaign, rows));
            checkContent(campaign, file);
            campaigns.save(counted);
            accept(counted, rows);
            campaigns.save(counted.running(clock.instant()));
        } catch (BadCampaignFile e) {
            CampaignFolders.move(file, folders.failed(campaign.file(), campaign.id(), e.text()));
            campaigns.save(campaign.failed(e.text(), clock.instant()));
        }
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

    private long count(Campaign campaign, RowFile file) throws IOException, BadCampaignFile {
        long count = 0;
        try (RowFile.Rows rows = file.open()) {
            while (rows.hasNext()) {
                rows.next();
                count++;
                claims.renew(campaign);
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException broken) {
                throw new BadCampaignFile(
                        "The table breaks off behind row " + count + ": " + broken.getMessage()
                                + ". A cell that begins with a double quote must end with one, and a double quote inside"
                                + " it is written twice.",
                        broken);
            }
            throw e;
        }
        if (count == 0) {
            throw new BadCampaignFile("The file has no rows below its header.");
        }
        return count;
    }

    private void accept(Campaign campaign, RowFile file) throws IOException {
        long kept = campaigns.lastRow(campaign.id());
        boolean goingOn = true;
        try (RowFile.Rows rows = file.open()) {
            List<Row> batch = new ArrayList<>(BATCH);
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row.number() > kept) {
                    batch.add(row);
                }
                if (batch.size() == BATCH || (!rows.hasNext() && !batch.isEmpty())) {
                    campaigns.keep(campaign.id(), door.accept(campaign.id(), batch, goingOn));
                    batch.clear();
                    goingOn = false;
                    claims.renew(campaign);
                }
            }
        }
    }
}
