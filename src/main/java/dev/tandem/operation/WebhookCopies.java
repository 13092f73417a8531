package dev.tandem.operation;

import dev.tandem.domain.Alerts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers copies of webhooks and writes them to the archive together: one durable write for all that came within two seconds.
 * Who hands over a copy is never kept waiting. What was gathered and not written when the process is killed is missing from
 * the archive only. Thread-safe.
 */
public final class WebhookCopies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookCopies.class);

    private static final long GATHER_MILLIS = 2_000;

    /** So much is written at once, whatever the time. */
    private static final long BATCH_BYTES = 4L << 20;

    /** So much is held while the archive cannot write; what comes then is missing from it. */
    private static final long MOST_BYTES = 32L << 20;

    /** A copy is not only its bytes. */
    private static final long OVERHEAD = 100;

    private final WebhookArchive archive;
    private final Alerts alerts;
    private final ConcurrentLinkedQueue<WebhookArchive.Copy> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicBoolean early = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "webhook-copies"));

    public WebhookCopies(WebhookArchive archive, Alerts alerts) {
        this.archive = archive;
        this.alerts = alerts;
    }

    /** Begins to write. */
    public void start() {
        var unused =
                writer.scheduleWithFixedDelay(this::writeQuietly, GATHER_MILLIS, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes a copy; returns at once. */
    public void take(WebhookArchive.Copy copy) {
        long bytes = waitingBytes.addAndGet(size(copy));
        if (bytes > MOST_BYTES) {
            waitingBytes.addAndGet(-size(copy));
            missed.incrementAndGet();
            return;
        }
        waiting.add(copy);
        if (bytes > BATCH_BYTES && early.compareAndSet(false, true) && !writer.isShutdown()) {
            writer.execute(this::writeQuietly);
        }
    }

    private static long size(WebhookArchive.Copy copy) {
        return copy.body().length + OVERHEAD;
    }

    private void writeQuietly() {
        early.set(false);
        try {
            write();
            failed.set(false);
        } catch (RuntimeException e) {
            // Once, until it works again: it is tried every two seconds.
            if (failed.compareAndSet(false, true)) {
                LOG.warn("Copies of webhooks wait because they cannot be written; the webhooks themselves are safe", e);
            }
        }
    }

    private void write() {
        List<WebhookArchive.Copy> batch = nextBatch();
        while (!batch.isEmpty()) {
            archive.keep(batch);
            for (WebhookArchive.Copy written : batch) {
                waiting.remove();
                waitingBytes.addAndGet(-size(written));
            }
            batch = nextBatch();
        }
        long lost = missed.getAndSet(0);
        if (lost > 0) {
            alerts.raise(
                    "webhook_copies_missing",
                    "archive",
                    "",
                    lost + " webhooks have no copy in the archive, because it could not be written for a while. They"
                            + " were worked off as ever; only a replay of these is not possible.");
        }
    }

    /** The first that wait; they stay in line until they are written. */
    private List<WebhookArchive.Copy> nextBatch() {
        List<WebhookArchive.Copy> batch = new ArrayList<>();
        long bytes = 0;
        for (WebhookArchive.Copy copy : waiting) {
            bytes += size(copy);
            batch.add(copy);
            if (bytes > BATCH_BYTES) {
                break;
            }
        }
        return batch;
    }

    /** Writes what is left. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (writer.awaitTermination(2, TimeUnit.SECONDS)) {
                writeQuietly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
