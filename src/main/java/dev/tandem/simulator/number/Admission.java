package dev.tandem.simulator.number;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the limits say to a send.
 *
 * @param windowOpen whether the customer service window was open
 * @param freeEntryUntil end of the free entry point it goes through, if any
 */
public record Admission(
        Verdict verdict, boolean windowOpen, @Nullable Instant freeEntryUntil) {

    /** The limit that refused, or none. */
    public enum Verdict {
        ADMITTED,
        THROUGHPUT_USED_UP,
        COMBINED_LIMIT_USED_UP,
        PAIR_LIMIT_USED_UP,
        WINDOW_CLOSED,
        PORTFOLIO_LIMIT_USED_UP
    }

    public boolean isAdmitted() {
        return verdict == Verdict.ADMITTED;
    }
}
