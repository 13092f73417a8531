package dev.tandem.coexistence.sync;

import dev.tandem.domain.AutoHistory;
import java.util.Optional;

/** Who knows when the history of which number is asked for by itself. Thread-safe. */
@FunctionalInterface
public interface SyncPlan {

    /** The plan for a number, empty when this one knows nothing of it. */
    Optional<AutoHistory> of(String phoneNumberId);
}
