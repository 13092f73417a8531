package dev.tandem.campaign;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory of campaigns and of what became of each row. Every method is one transaction; when a writing one returns, the
 * write is on disk. Thread-safe.
 */
public interface Campaigns {

    /** Writes a campaign, new or changed. */
    void save(Campaign campaign);

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

    /** How the rows behind the given one stand now, in their order. */
    List<RowResult> results(String campaignId, long afterRow, int max);

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
}
