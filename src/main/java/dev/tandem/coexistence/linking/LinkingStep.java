package dev.tandem.coexistence.linking;

import java.util.Locale;

/** What a linking is about to do. Each step may be done again after a crash, except the first, which is never. */
public enum LinkingStep {

    /** The code is exchanged for a token. Written down before Meta is asked: a code works once. */
    EXCHANGE,

    /** The account's numbers are listed, because nobody said which one it is (R3). */
    FIND,

    /** The number is read (R5): whatever cannot be linked is refused before the app is subscribed to its account. */
    READ,

    /**
     * The app is subscribed to the account (R6), and the number is ours at once; one of {@code numbers.yaml} when its token there
     * works. Its webhooks are known as its own from the
     * beginning of this step on, so that none of the first seconds meets a stranger.
     */
    SUBSCRIBE,

    /** Everybody who wants to know is told. */
    TELL,

    LINKED,

    FAILED;

    public boolean isOver() {
        return this == LINKED || this == FAILED;
    }

    /** The public spelling. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
