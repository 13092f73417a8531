package dev.tandem.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The tables of a campaign for whoever asks: the final ones when it ended, else made of the rows as they stand now, while
 * they are read. Takes the memory of a page of rows. Thread-safe.
 */
public final class CampaignTables {

    private final Campaigns campaigns;
    private final CampaignFolders folders;

    public CampaignTables(Campaigns campaigns, CampaignFolders folders) {
        this.campaigns = campaigns;
        this.folders = folders;
    }

    /**
     * A table.
     *
     * @param bytes to be closed by whoever reads them
     */
    public record Table(String fileName, String contentType, InputStream bytes) {}

    /**
     * Every row of the input, in its order, with what became of it.
     *
     * @return nothing when there is no such campaign
     * @throws BadCampaignFile when the campaign has none, with the reason for a person
     */
    public Optional<Table> results(String id) throws IOException, BadCampaignFile {
        Campaign campaign = campaigns.find(id).orElse(null);
        if (campaign == null) {
            return Optional.empty();
        }
        Path written = folders.results(campaign);
        String type = "text/csv; charset=utf-8";
        if (isWritten(campaign, written)) {
            return Optional.of(table(written, type, Files.newInputStream(written)));
        }
        RowFile input = input(campaign);
        return Optional.of(table(written, type, new PieceStream(new ResultRows(campaigns, campaign, input, false))));
    }

    /**
     * The refused rows in the input's own shape; without any only the header.
     *
     * @return nothing when there is no such campaign
     * @throws BadCampaignFile when the campaign has none, with the reason for a person
     */
    public Optional<Table> rejected(String id) throws IOException, BadCampaignFile {
        Campaign campaign = campaigns.find(id).orElse(null);
        if (campaign == null) {
            return Optional.empty();
        }
        RowFile input = input(campaign);
        Path written = folders.rejected(campaign, input.extension());
        String type = (input.extension().equals(".csv") ? "text/csv" : "application/jsonl") + "; charset="
                + input.charset().name().toLowerCase(Locale.ROOT);
        InputStream bytes = isWritten(campaign, written)
                ? Files.newInputStream(written)
                : new PieceStream(new RejectedRows(campaigns, campaign, input));
        return Optional.of(table(written, type, bytes));
    }

    private static boolean isWritten(Campaign campaign, Path table) {
        return campaign.state() == CampaignState.FINISHED && Files.exists(table);
    }

    private static Table table(Path file, String type, InputStream bytes) {
        return new Table(file.getFileName().toString(), type, bytes);
    }

    private RowFile input(Campaign campaign) throws IOException, BadCampaignFile {
        Path file = folders.input(campaign);
        if (campaign.state() == CampaignState.FAILED) {
            throw new BadCampaignFile(
                    "Campaign " + campaign.id() + " failed, so it has no tables: " + campaign.problem());
        }
        if (!Files.exists(file)) {
            throw new BadCampaignFile(
                    "The file of campaign " + campaign.id() + " is neither in the folder 'work' nor in"
                            + " 'done' any more, so its tables cannot be made. Put it back there.");
        }
        return RowFile.of(file, campaign.settings());
    }
}
