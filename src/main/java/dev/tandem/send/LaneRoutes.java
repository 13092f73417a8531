package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;

/** Starts and stops the lanes' routes. Thread-safe. */
public interface LaneRoutes {

    /** Starts the number's lane if it does not run. */
    void ensureRunning(BusinessNumber number);

    /** Stops the number's lane if it runs. */
    void stop(BusinessNumber number);
}
