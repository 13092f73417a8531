package dev.tandem.domain;

/** Where a send's row stands in the eyes of the feeder. */
public enum LanePlace {
    /** May be fed now. */
    READY,
    /** Waits for its due time and blocks nobody: not-before, or held for the window. */
    WAITING,
    /** Waits for its retry; the person's later sends wait behind it. */
    BACKOFF,
    /** In the lane: queued or sending; the person's later sends wait behind it. */
    TAKEN,
    /** Out of the lane, and something should still come of it by itself: an answer's status, a delivery. */
    OBSERVED,
    /** The feeder has no business with it any more. */
    DONE;

    /** One letter for the ledger's column. */
    public String letter() {
        return name().substring(0, 1);
    }

    /** Reads {@link #letter()} back. */
    public static LanePlace ofLetter(String letter) {
        for (LanePlace place : values()) {
            if (place.letter().equals(letter)) {
                return place;
            }
        }
        throw new IllegalArgumentException("No place in the lane has the letter '" + letter + "'");
    }
}
