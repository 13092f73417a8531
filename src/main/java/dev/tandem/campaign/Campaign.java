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
 * @param waitsFor what it waits for before it starts, for a person; null when it does not
 * @param settings what lay beside the file
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
        @Nullable Instant finishedAt,
        @Nullable String waitsFor,
        CampaignSettings settings) {

    private static final String RUN = "-run";

    /** A file that just came. */
    static Campaign arrived(String id, String name, String stem, String contentHash, String file, Instant now) {
        return new Campaign(
                id,
                name,
                stem,
                contentHash,
                file,
                CampaignState.CHECKING,
                null,
                0,
                null,
                now,
                null,
                null,
                null,
                CampaignSettings.NONE);
    }

    /**
     * Its content and which run of it this is; no two campaigns have the same. Null for one that sent nothing: its content
     * may come again.
     */
    public @Nullable String contentRun() {
        return mayHaveSent() ? contentHash + (run() == 1 ? "" : RUN + run()) : null;
    }

    /** Which run of its content this is, the first is 1. */
    int run() {
        String otherRun = firstRun(name, contentHash) + RUN;
        return id.startsWith(otherRun) ? Integer.parseInt(id.substring(otherRun.length())) : 1;
    }

    /** The id of a run of a content, under a name. */
    static String idOf(String name, String contentHash, int run) {
        return firstRun(name, contentHash) + (run == 1 ? "" : RUN + run);
    }

    private static String firstRun(String name, String contentHash) {
        return name + '-' + contentHash.substring(0, CampaignIntake.HASH_IN_ID);
    }

    /** The file's extension with its dot, as it was dropped. */
    String extension() {
        return CampaignFolders.extension(file);
    }

    /** Whether its content must not go out again by itself: it did not fail, and was no dry run. */
    boolean mayHaveSent() {
        boolean isOver = state == CampaignState.FINISHED;
        return state != CampaignState.FAILED && !(isOver && settings.dryRun());
    }

    /** Whether it waits for approval and its end is over: nobody can start it any more. */
    boolean isOverdue(Instant now) {
        Instant end = settings.end();
        return state == CampaignState.WAITING && end != null && !end.isAfter(now);
    }

    /** The same with what lay beside its file. */
    Campaign with(CampaignSettings beside) {
        return copy(state, form, rows, problem, readAt, finishedAt, waitsFor, beside);
    }

    Campaign counted(String howWritten, long count) {
        return copy(state, howWritten, count, problem, readAt, finishedAt, waitsFor, settings);
    }

    /** Checked, and not started before a person says so. */
    Campaign waiting(String why) {
        return copy(CampaignState.WAITING, form, rows, problem, readAt, finishedAt, why, settings);
    }

    /** Checked, or approved: its rows are accepted. */
    Campaign reading() {
        return copy(CampaignState.READING, form, rows, problem, readAt, finishedAt, null, settings);
    }

    Campaign running(Instant now) {
        return copy(CampaignState.RUNNING, form, rows, null, now, finishedAt, null, settings);
    }

    Campaign finished(Instant now) {
        return copy(CampaignState.FINISHED, form, rows, null, readAt, now, null, settings);
    }

    Campaign failed(String why, Instant now) {
        return copy(CampaignState.FAILED, form, rows, why, readAt, now, null, settings);
    }

    private Campaign copy(
            CampaignState nextState,
            @Nullable String nextForm,
            long nextRows,
            @Nullable String nextProblem,
            @Nullable Instant nextReadAt,
            @Nullable Instant nextFinishedAt,
            @Nullable String nextWaitsFor,
            CampaignSettings nextSettings) {
        return new Campaign(
                id,
                name,
                stem,
                contentHash,
                file,
                nextState,
                nextForm,
                nextRows,
                nextProblem,
                arrivedAt,
                nextReadAt,
                nextFinishedAt,
                nextWaitsFor,
                nextSettings);
    }
}
