package dev.tandem.operation;

import java.time.Instant;

/** Where old rows are deleted, a few at a time. Every call is one short transaction. Thread-safe. */
public interface RetentionStore {

    /**
     * Deletes the oldest rows of a kind.
     *
     * @param before older than this
     * @param max at most so many
     * @return how many were deleted; fewer than {@code max} when nothing more is old enough
     */
    int delete(Kind kind, Instant before, int max);

    /** What is kept for a while, in the order in which it is deleted. */
    enum Kind {
        /** Copies of webhooks, by their arrival. */
        RAW_WEBHOOKS,
        /** Rows of finished campaigns, by the end of the campaign; the campaign goes with its last row. */
        CAMPAIGNS,
        /** Settled sends with time line and statuses, by their last change; never before their campaign. */
        SENDS,
        /** Statuses of messages that are not ours, by Meta's time. */
        STATUSES,
        /** Files of messages with what is on the shelf, by their arrival. */
        MEDIA,
        /** Messages, by their arrival. */
        MESSAGES,
        /** Other items of webhooks, by their arrival. */
        ITEMS,
        /** What nobody could understand, by its arrival. */
        QUARANTINE,
        /** Conversations without a message for so long. */
        CONVERSATIONS,
        /** What the pair and portfolio limits remember of sends, by its time; after a day it can count no more. */
        DEBTS
    }
}
