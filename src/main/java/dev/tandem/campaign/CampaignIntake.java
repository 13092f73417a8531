package dev.tandem.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file that was dropped and is complete: a new campaign, or one that was there before. A campaign is written down
 * before its file is gone from where it was dropped; asked again after a crash, it says the same again. Thread-safe, also
 * among several engines on one folder and one database: one of them takes the file.
 */
public final class CampaignIntake {

    /** A row's key is the campaign's id and the row, and a key has at most 128 characters. */
    private static final int LONGEST_NAME = 100;

    static final int HASH_IN_ID = 8;

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
     * Takes a file of the folder {@code in}, with the settings beside it. Those of a file that cannot be used stay where they are
     * until {@link #putAside}.
     *
     * @return where it must be moved to: among the files under way, or among the failed ones with the reason beside it
     * @throws NoSuchFileException when another engine took it
     */
    public synchronized Path arrive(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        Path beside = folders.settingsIn(CampaignFolders.stem(fileName));
        Path target;
        try {
            checkNames(fileName, beside);
            target = arrive(file, settingsFile.read(beside, clock.instant()));
        } catch (BadCampaignFile e) {
            String id =
                    CampaignFolders.stem(fileName) + '-' + FileBytes.hash(file).substring(0, HASH_IN_ID);
            target = folders.failed(fileName, id, e.text());
        }
        if (folders.isUnderWay(target)) {
            // Written down with the campaign by now. Left behind, they would be those of the next file of that name.
            String id = CampaignFolders.stem(target.getFileName().toString());
            CampaignFolders.move(beside, target.resolveSibling(id + SettingsFile.SUFFIX));
        }
        return target;
    }

    /** A file whose settings are called by a wrong name would start without them. */
    private void checkNames(String fileName, Path beside) throws IOException, BadCampaignFile {
        List<String> misnamed = folders.settingsMisnamed(CampaignFolders.stem(fileName));
        if (!misnamed.isEmpty()) {
            String right = String.valueOf(beside.getFileName());
            throw new BadCampaignFile("In the folder 'in' lies " + String.join(" and ", misnamed)
                    + ", and settings only hold for " + fileName + " when they are called " + right
                    + ". If they are meant for it, rename it to " + right
                    + " and drop the file again; if not, take it away first."
                    + (Files.exists(beside) ? " There is one of that name, too: keep the one that is meant." : ""));
        }
    }

    /**
     * Puts the settings of a file that cannot be used beside it, once it was moved. Never before: whoever looks at the file again,
     * after a crash or as another engine, must find them there, or it would start without them.
     *
     * @param file where it was dropped; when another one of that name lies there by now, the settings are for that one
     * @param target what {@link #arrive} said
     */
    public synchronized void putAside(Path file, Path target) throws IOException {
        if (!folders.isUnderWay(target) && Files.exists(target) && !Files.exists(file)) {
            Path beside =
                    folders.settingsIn(CampaignFolders.stem(file.getFileName().toString()));
            folders.putAsideSettings(beside, target);
        }
    }

    /** As {@link #arrive(Path)}, with settings from wherever they come. */
    synchronized Path arrive(Path file, CampaignSettings settings) throws IOException {
        Arrival arrival = arrival(file.getFileName().toString(), FileBytes.hash(file), settings, this::maySend);
        Campaign campaign = arrival.campaign();
        if (arrival.isOnItsWay()) {
            return folders.work(campaign);
        }
        // What another engine has moved meanwhile is neither the same content once more nor another run.
        if (Files.exists(file)) {
            String refusal = arrival.refusal();
            if (refusal != null) {
                return folders.failed(campaign.file(), campaign.id(), refusal);
            }
            if (campaigns.add(campaign)) {
                return folders.work(campaign);
            }
        }
        throw new NoSuchFileException(file.toString(), null, "another engine took it");
    }

    /**
     * Takes a file from elsewhere, as from a server: fetches it whole, then it is among the files under way or, with the
     * reason beside it, among the failed ones. One that was fetched before under the same name, because the engine ended
     * before it was deleted there, stays the campaign that it is; therefore nothing from elsewhere is sent again on purpose, and
     * it has no settings beside it.
     *
     * @param length how many bytes it must have, negative when nobody knows
     * @return where it lies now
     * @throws IOException when it could not be fetched whole; it is to be tried again
     */
    public synchronized Path fetch(String fileName, InputStream bytes, long length) throws IOException {
        Path part = folders.fetching();
        try {
            Arrival arrival = arrival(
                    fileName, copy(fileName, bytes, length, part), CampaignSettings.NONE, Campaign::mayHaveSent);
            Campaign campaign = arrival.campaign();
            String refusal = arrival.refusal();
            if (arrival.isSameFile()) {
                return folders.input(campaign);
            }
            Path target =
                    refusal == null ? folders.work(campaign) : folders.failed(campaign.file(), campaign.id(), refusal);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (refusal == null) {
                campaigns.add(campaign);
            }
            return target;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Copies to the disk; the hash of the content. */
    private static String copy(String fileName, InputStream bytes, long length, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            String hash = FileBytes.hash(bytes, Channels.newOutputStream(channel));
            if (length >= 0 && channel.size() != length) {
                throw new IOException("Of the campaign file " + fileName + " " + channel.size() + " bytes came and not "
                        + length + ": it was written to meanwhile, or the connection broke. It is fetched again.");
            }
            channel.force(true);
            return hash;
        }
    }

    /**
     * What a file is.
     *
     * @param campaign the one that it is, or would be
     * @param refusal why it is none, for a person
     * @param earlier the newest campaign with the same content that forbids that it goes out again
     * @param isOnItsWay whether it was written down before and its file is still to be moved
     */
    private record Arrival(
            Campaign campaign,
            @Nullable String refusal,
            @Nullable Campaign earlier,
            boolean isOnItsWay) {

        /** Whether this very file, by name and content, is a campaign already. */
        boolean isSameFile() {
            return earlier != null && refusal != null && earlier.file().equals(campaign.file());
        }
    }

    /** Whether a campaign has sent its content or can still do it. One that ended before a row of it became a send has not. */
    private boolean maySend(Campaign campaign) {
        boolean isOver = campaign.state() == CampaignState.FINISHED;
        return !campaign.isOverdue(clock.instant()) && (!isOver || campaigns.hasSends(campaign.id()));
    }

    /** @param forbids which of the campaigns with the same content keep it from going out again by itself */
    private Arrival arrival(String fileName, String hash, CampaignSettings settings, Predicate<Campaign> forbids) {
        String name = CampaignFolders.stem(fileName);
        List<Campaign> before = campaigns.withContent(hash).stream()
                .filter(Campaign::mayHaveSent)
                .toList();
        Campaign earlier = before.stream().filter(forbids).findFirst().orElse(null);
        for (Campaign each : before) {
            if (isOnItsWay(each, fileName)) {
                return new Arrival(each, null, each, true);
            }
        }
        // Not how many there are: retention deletes earlier runs.
        int last = before.stream().mapToInt(Campaign::run).max().orElse(0);
        String id = Campaign.idOf(name, hash, earlier == null || settings.resend() ? last + 1 : 1);
        Campaign campaign = Campaign.arrived(id, name, freeStem(name, id), hash, fileName, clock.instant())
                .with(settings);
        if (name.length() > LONGEST_NAME) {
            String tooLong = "Its name is too long: " + name.length() + " characters without extension, and at most "
                    + LONGEST_NAME + " are possible. Rename it.";
            return new Arrival(campaign, tooLong, null, false);
        }
        return new Arrival(
                campaign, earlier == null || settings.resend() ? null : sameContent(earlier), earlier, false);
    }

    /** Whether a campaign was written down and its file has not been moved yet. */
    private boolean isOnItsWay(Campaign campaign, String fileName) {
        return campaign.file().equals(fileName) && campaign.readAt() == null && !Files.exists(folders.work(campaign));
    }

    /** Reports, results and inputs of an earlier campaign are never overwritten; one that failed has none. */
    private String freeStem(String name, String id) {
        List<Campaign> namesakes = campaigns.named(name);
        boolean taken =
                namesakes.stream().anyMatch(each -> !each.id().equals(id) && each.state() != CampaignState.FAILED);
        return taken ? id : name;
    }

    private static String sameContent(Campaign earlier) {
        String other = earlier.state() == CampaignState.WAITING
                ? " Nothing of it was sent so far: approve it; or, to send it in another way, POST /api/v1/campaigns/"
                        + earlier.id() + "/cancel and drop the file again once that one is finished."
                : " If it is really meant to go out again, drop it into the folder 'in' with 'resend: true' in"
                        + " NAME.campaign.yaml beside it, or change something in the file, for example by a column"
                        + " 'meta.run' with a new value.";
        return "The same content was dropped before as '" + earlier.file() + "' at " + earlier.arrivedAt()
                + " (campaign " + earlier.id() + ", " + earlier.state().code() + "), and each of its rows is sent only"
                + " once." + other;
    }
}
