package dev.tandem.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Figures of the ledger, read by its indexes. Thread-safe. */
public interface LaneFigures {

    /** How a number's lane stands. */
    Lane lane(String phoneNumberId);

    /** How many sends are unknown. */
    long unknown();

    /**
     * A number's lane.
     *
     * @param backlog sends that wait or are in the lane
     * @param oldestReady since when the oldest of those that could leave now can leave; null when there is none
     */
    record Lane(long backlog, @Nullable Instant oldestReady) {}
}
