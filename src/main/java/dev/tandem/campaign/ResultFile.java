package dev.tandem.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes what a campaign leaves in the folder {@code out}. Each file appears whole. */
final class ResultFile {

    private final Campaigns campaigns;
    private final CampaignFolders folders;

    ResultFile(Campaigns campaigns, CampaignFolders folders) {
        this.campaigns = campaigns;
        this.folders = folders;
    }

    /** Writes the results, and the refused rows when there are any. */
    void write(Campaign campaign, RowFile input) throws IOException {
        if (!campaigns.refused(campaign.id(), 0, 1).isEmpty()) {
            write(new RejectedRows(campaigns, campaign, input), folders.rejected(campaign, input.extension()));
        }
        write(new ResultRows(campaigns, campaign, input, true), folders.results(campaign));
    }

    /** The name of the unfinished file is nobody else's, also among several engines. */
    private static void write(PieceStream.Pieces pieces, Path target) throws IOException {
        Path unfinished = target.resolveSibling("." + UUID.randomUUID() + ".part");
        try (InputStream in = new PieceStream(pieces);
                FileChannel channel =
                        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            in.transferTo(out);
            channel.force(true);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
