package dev.tandem.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes what a campaign leaves in the folder {@code out}. Each file appears whole. */
final class ResultFile {

    private final Campaigns campaigns;
    private final CampaignFolders folders;
    private final CampaignClaims claims;

    ResultFile(Campaigns campaigns, CampaignFolders folders, CampaignClaims claims) {
        this.campaigns = campaigns;
        this.folders = folders;
        this.claims = claims;
    }

    /**
     * Writes the results, and the refused rows when there are any. What an engine that was killed left of them is taken away.
     *
     * @throws ClaimLostException when another engine has taken the campaign meanwhile
     */
    void write(Campaign campaign, RowFile input) throws IOException {
        claims.confirm(campaign);
        String unfinished = "." + UUID.nameUUIDFromBytes(campaign.id().getBytes(StandardCharsets.UTF_8)) + '.';
        Path results = folders.results(campaign);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(results.resolveSibling(""), unfinished + '*')) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        Path rejected = folders.rejected(campaign, input.extension());
        if (campaigns.refused(campaign.id(), 0, 1).isEmpty()) {
            // There may be one of an earlier campaign of this name, which failed.
            Files.deleteIfExists(rejected);
        } else {
            write(campaign, new RejectedRows(campaigns, campaign, input), unfinished, rejected);
        }
        write(campaign, new ResultRows(campaigns, campaign, input, true), unfinished, results);
    }

    private void write(Campaign campaign, PieceStream.Pieces pieces, String prefix, Path target) throws IOException {
        // Nobody else's, also among several engines.
        Path unfinished = target.resolveSibling(prefix + UUID.randomUUID() + ".part");
        try (pieces;
                FileChannel channel =
                        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (byte[] piece = pieces.next(); piece != null; piece = pieces.next()) {
                ByteBuffer bytes = ByteBuffer.wrap(piece);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                claims.renew(campaign);
            }
            channel.force(true);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
