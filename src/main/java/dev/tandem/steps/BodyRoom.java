package dev.tandem.steps;

import dev.tandem.domain.Reason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Room in memory for large bodies. Who comes when there is none waits for it, in turn: many large bodies at once take longer,
 * and never the memory of the whole engine. Thread-safe.
 */
final class BodyRoom {

    private static final int KIB = 1 << 10;

    private final int kibibytes;
    private final Semaphore free;
    private final Duration longest;

    /**
     * @param bytes how much there is
     * @param longest how long anyone waits for a part of it
     */
    BodyRoom(long bytes, Duration longest) {
        this.kibibytes = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / KIB));
        this.free = new Semaphore(kibibytes, true);
        this.longest = longest;
    }

    /**
     * Takes room until the exchange is done.
     *
     * @param bytes at most so large a body; one that is larger than all there is waits until all is free
     * @throws ProblemException 503 when none gets free in time
     */
    void take(Exchange exchange, long bytes) {
        int permits = (int) Math.min(kibibytes, (bytes + KIB - 1) / KIB);
        try {
            if (!free.tryAcquire(permits, longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(
                        503,
                        Reason.NOT_DURABLE,
                        "Too many large bodies came at once, and none of this one was taken: send it again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(503, Reason.NOT_DURABLE, "The engine is stopping: send the body again.");
        }
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                free.release(permits);
            }
        });
    }
}
