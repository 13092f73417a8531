package dev.tandem.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a file that was dropped and is complete: a new campaign, or one that was there before. It is written down
 * before the file leaves the folder {@code in}; asked again after a crash, it says the same again. Thread-safe.
 */
public final class CampaignIntake {

    /** A row's key is the campaign's id and the row, and a key has at most 128 characters. */
    private static final int LONGEST_NAME = 100;

    private final Campaigns campaigns;
    private final CampaignFolders folders;
    private final SettingsFile settingsFile;
    private final Clock clock;

    public CampaignIntake(Campaigns campaigns, CampaignFolders folders, SettingsFile settingsFile, Clock clock) {
        this.campaigns = campaigns;
        this.folders = folders;
        this.settingsFile = settingsFile;
        this.clock = clock;
    }

    /**
     * Takes a file.
     *
     * @return where it must be moved to: among the files under way, or among the failed ones with the reason beside it
     */
    public synchronized Path arrive(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        Path beside = folders.settingsIn(CampaignFolders.stem(fileName));
        Path target;
        try {
            target = arrive(file, settingsFile.read(beside, clock.instant()));
        } catch (BadCampaignFile e) {
            String id = CampaignFolders.stem(fileName) + '-' + hash(file).substring(0, 8);
            target = folders.failed(fileName, id, e.text());
        }
        if (target.startsWith(folders.root().resolve("work"))) {
            CampaignFolders.move(
                    beside, target.resolveSibling(CampaignFolders.stem(fileNameOf(target)) + SettingsFile.SUFFIX));
        } else {
            folders.putAsideSettings(beside, target);
        }
        return target;
    }

    private static String fileNameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private Path arrive(Path file, CampaignSettings settings) throws IOException {
        String fileName = file.getFileName().toString();
        String name = CampaignFolders.stem(fileName);
        String hash = hash(file);
        String id = name + '-' + hash.substring(0, 8);
        if (name.length() > LONGEST_NAME) {
            return folders.failed(
                    fileName,
                    id,
                    "Its name is too long: " + name.length() + " characters without extension, and at most "
                            + LONGEST_NAME + " are possible. Rename it.");
        }
        Campaign campaign = Campaign.arrived(id, name, freeStem(name, id), hash, fileName, clock.instant())
                .with(settings);
        Optional<Campaign> earlier = campaigns.withContent(hash).stream()
                .filter(Campaign::mayHaveSent)
                .findFirst();
        if (earlier.isPresent()) {
            boolean interrupted = earlier.get().id().equals(id)
                    && earlier.get().state() == CampaignState.CHECKING
                    && !Files.exists(folders.work(campaign));
            return interrupted ? folders.work(campaign) : folders.failed(fileName, id, sameContent(earlier.get()));
        }
        campaigns.save(campaign);
        return folders.work(campaign);
    }

    /** Results and inputs of an earlier campaign are never overwritten; one that failed has none. */
    private String freeStem(String name, String id) {
        List<Campaign> namesakes = campaigns.named(name);
        boolean taken = namesakes.stream().anyMatch(each -> !each.id().equals(id) && each.mayHaveSent());
        return taken ? id : name;
    }

    private static String sameContent(Campaign earlier) {
        return "The same content was dropped before as '" + earlier.file() + "' at " + earlier.arrivedAt()
                + " (campaign " + earlier.id() + ", " + earlier.state().code() + "), and each of its rows is sent only"
                + " once. If it is really meant to go out again, change something in the file, for example by a column"
                + " 'meta.run' with a new value.";
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
