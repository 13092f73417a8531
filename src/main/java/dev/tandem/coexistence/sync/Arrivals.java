package dev.tandem.coexistence.sync;

import java.time.Instant;

/** How far the engine is with what came. Thread-safe. */
@FunctionalInterface
public interface Arrivals {

    /** Until when everything that arrived is stored; now when nothing stands in line. */
    Instant storedUntil(Instant now);
}
