package dev.tandem.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One dropped file.
 *
 * @param id the file's name without extension, a hyphen and the first 8 hex digits of the content's hash
 * @param name the file's name without extension
 * @param stem what its files in {@code out/} and {@code done/} are called: the name, or the id when an earlier campaign of
 *     the same name has that already
 * @param contentHash SHA-256 of the file's bytes in hex
 * @param file the file's name as it was dropped
 * @param form how the file is written, in words; null before it was looked at
 * @param rows how many rows it has, 0 before they were counted
 * @param problem why it failed, for a person
 * @param arrivedAt when it was taken
 * @param readAt when its last row was accepted or refused
 * @param finishedAt when nothing was left to do
 */
public record Campaign(
        String id,
        String name,
        String stem,
        String contentHash,
        String file,
        CampaignState state,
        @Nullable String form,
        long rows,
        @Nullable String problem,
        Instant arrivedAt,
        @Nullable Instant readAt,
        @Nullable Instant finishedAt) {

    /** A file that just came. */
    static Campaign arrived(String id, String name, String stem, String contentHash, String file, Instant now) {
        return new Campaign(id, name, stem, contentHash, file, CampaignState.READING, null, 0, null, now, null, null);
    }

    /**
     * Its content and which run of it this is; no two campaigns have the same. Null for one that failed: its content may come
     * again.
     */
    public @Nullable String contentRun() {
        String firstRun = name + '-' + contentHash.substring(0, CampaignIntake.HASH_IN_ID);
        String run = id.startsWith(firstRun) ? id.substring(firstRun.length()) : "";
        return state == CampaignState.FAILED ? null : contentHash + run;
    }

    /** The file's extension with its dot, as it was dropped. */
    String extension() {
        return CampaignFolders.extension(file);
    }

    Campaign counted(String howWritten, long count) {
        return new Campaign(
                id, name, stem, contentHash, file, state, howWritten, count, problem, arrivedAt, readAt, finishedAt);
    }

    Campaign running(Instant now) {
        return new Campaign(
                id, name, stem, contentHash, file, CampaignState.RUNNING, form, rows, null, arrivedAt, now, finishedAt);
    }

    Campaign finished(Instant now) {
        return new Campaign(
                id, name, stem, contentHash, file, CampaignState.FINISHED, form, rows, null, arrivedAt, readAt, now);
    }

    Campaign failed(String why, Instant now) {
        return new Campaign(
                id, name, stem, contentHash, file, CampaignState.FAILED, form, rows, why, arrivedAt, readAt, now);
    }
}
