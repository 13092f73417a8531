package dev.tandem.simulator.server;

import java.time.Duration;

/** Holds the thread of a request, for the delays that are injected on purpose. */
public final class Pause {
    private Pause() {}

    /** Waits at least that long; less if the server is stopped meanwhile. */
    public static void nanos(long nanos) {
        if (nanos <= 0) {
            return;
        }
        try {
            Thread.sleep(Duration.ofNanos(nanos).toMillis(), (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
