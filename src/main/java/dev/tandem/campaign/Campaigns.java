package dev.tandem.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory of campaigns and of what became of each row. Every method is one transaction; when a writing one returns, the
 * write is on disk. Thread-safe.
 */
public interface Campaigns {

    /**
     * Writes how a campaign went on, for the engine that works on it.
     *
     * @param engine who claimed it
     * @return false when another one has taken it meanwhile: then nothing is written
     */
    boolean settle(Campaign campaign, String engine);

    /**
     * Writes a campaign that just came, once: not when there is one of its id, or of its content and run, whose content may have been
     * sent. One of its id that failed, or was only checked, gives way.
     *
     * @return whether it was written
     */
    boolean add(Campaign campaign);

    /**
     * Lets an engine work on a campaign: no other one does until then. Asked again, it may go on.
     *
     * @param state what the campaign must still be in
     * @param engine who asks
     * @param until when others may have it although it was not given back
     * @return whether it may
     */
    boolean claim(String id, CampaignState state, String engine, Instant until);

    /** Gives back what was claimed. */
    void release(String id, String engine);

    /**
     * A campaign that waits for approval goes on to be read.
     *
     * @return false when it did not wait
     */
    boolean approve(String id);

    /** By id. */
    Optional<Campaign> find(String id);

    /** The campaigns with this very content, newest first. */
    List<Campaign> withContent(String contentHash);

    /** The campaigns of a file name without extension, newest first. */
    List<Campaign> named(String name);

    /** The campaigns in a state, oldest first. */
    List<Campaign> inState(CampaignState state);

    /** The newest campaigns. */
    List<Campaign> newest(int max);

    /** Keeps what the door said to the next rows. Rows are kept once, in their order, and never change afterwards. */
    void keep(String campaignId, List<RowVerdict> rows);

    /** The last row that was kept, 0 for none. */
    long lastRow(String campaignId);

    /** Whether a row that was kept became a send. */
    boolean hasSends(String campaignId);

    /** How the rows behind the given one stand now, in their order. */
    List<RowResult> results(String campaignId, long afterRow, int max);

    /** The numbers of the rows behind the given one that never became a send, in their order. */
    List<Long> refused(String campaignId, long afterRow, int max);

    /** The first row, from the given one on, whose send still has something before it. */
    OptionalLong firstUnsettled(String campaignId, long fromRow);

    /** What the rows wait for that are held now, the most first. */
    List<Waiting> waiting(String campaignId);

    /**
     * Rows that are held for one reason.
     *
     * @param reason its public spelling
     * @param detail a sentence for a person about one of them
     */
    record Waiting(String reason, long rows, String detail) {}

    /** How many rows are in each state now; refused rows under {@link RowResult#REFUSED}. */
    Map<String, Long> countByState(String campaignId);

    /** How the rows stand now by state and reason, the most first. */
    List<Group> groups(String campaignId);

    /**
     * Rows of one state and reason.
     *
     * @param state a send's state, or {@link RowResult#REFUSED}
     * @param reason its public spelling, null when there is none
     * @param detail a sentence for a person about one of them; null when there is no reason, or more important ones were looked up
     */
    record Group(
            String state,
            @Nullable String reason,
            long rows,
            @Nullable String detail) {}

    /** The next rows behind the given one whose send can still be called back. */
    List<SentRow> notLeft(String campaignId, long afterRow, int max);

    /** The next rows behind the given one whose send failed, at the given moment or before. */
    List<SentRow> failed(String campaignId, Instant until, long afterRow, int max);

    /** A row with its send. */
    record SentRow(long row, long sendId) {}

    /** How many sends of a campaign failed or were refused by their lane after the given moment. */
    long failures(Campaign campaign, Instant after);

    /** How many sends of a campaign got somewhere after the given moment: handed to Meta or beyond. Counts to {@code enough} only. */
    long successes(Campaign campaign, Instant after, long enough);
}
