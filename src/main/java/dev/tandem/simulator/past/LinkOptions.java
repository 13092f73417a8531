package dev.tandem.simulator.past;

import org.jspecify.annotations.Nullable;

/**
 * What a linking is like: how much past the phone has, whether it is shared, and how untidily it comes.
 *
 * @param shareHistory what the owner chose in the app (R7, R24)
 * @param conversations chats that the phone has from before
 * @param messagesPerConversation messages of each, in both directions
 * @param days over which they are spread back from the linking; what is older than 180 stays on the phone (R21)
 * @param media share of messages that are files, 0 to 1
 * @param contacts entries of the phone book without a chat, beside those with one
 * @param seed of persons, texts, times and of the order of delivery; the same seed makes the same past
 * @param chunkMessages most messages of one chunk, that is, of one webhook
 * @param courier how the webhooks come
 * @param silent what never comes although it was asked for and accepted
 */
public record LinkOptions(
        boolean shareHistory,
        int conversations,
        int messagesPerConversation,
        int days,
        double media,
        int contacts,
        long seed,
        int chunkMessages,
        Courier courier,
        Silent silent) {

    /**
     * How webhooks of a sync come.
     *
     * @param shuffle in any order, late media perhaps before its placeholder
     * @param repeat each comes once and up to this many times
     * @param dropChunk one chunk is never posted: any but the one that comes last, if there are two
     * @param gapMillis simulated time between a webhook's acknowledgement and the next
     * @param atOnce how many may be on their way at a time
     */
    public record Courier(boolean shuffle, int repeat, boolean dropChunk, int gapMillis, int atOnce) {
        public static final Courier TIDY = new Courier(false, 1, false, 5, 1);
    }

    /** What is kept back by Meta without a word. */
    public enum Silent {
        NOTHING,
        CONTACTS,
        HISTORY,
        BOTH;

        boolean about(SyncType type) {
            return this == BOTH || name().equals(type.name());
        }
    }

    /**
     * A linking at which nothing is made: the past is what the chats of the number hold, and the webhooks come as they did
     * after the linking before.
     */
    static LinkOptions ofWhatIsThere(boolean shareHistory, @Nullable LinkOptions before) {
        return before == null
                ? new LinkOptions(shareHistory, 0, 0, 180, 0, 0, 0, 1000, Courier.TIDY, Silent.NOTHING)
                : new LinkOptions(
                        shareHistory,
                        0,
                        0,
                        before.days,
                        0,
                        0,
                        before.seed,
                        before.chunkMessages,
                        before.courier,
                        before.silent);
    }
}
