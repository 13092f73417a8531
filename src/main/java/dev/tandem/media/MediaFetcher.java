package dev.tandem.media;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second for files that are due and fetches them, a few at a time, far from the webhook that named them. It also
 * takes from the shelf what was erased. After the end of a process everything goes on from the database. Thread-safe.
 */
public final class MediaFetcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFetcher.class);

    private static final long TICK_MILLIS = 1_000;
    private static final int DISCARDS = 100;

    /** Longer than any download takes. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final MediaBook book;
    private final MediaFetch fetch;
    private final MediaShelf shelf;
    private final Clock clock;
    private final Semaphore free;
    private final ExecutorService workers;
    private final ScheduledExecutorService ticker;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();

    /** Whether all places were filled last time: then the next that is free goes on at once and does not wait for the clock. */
    private final AtomicBoolean mayBeMore = new AtomicBoolean();

    /** @param threads how many files are fetched at the same time */
    public MediaFetcher(MediaBook book, MediaFetch fetch, MediaShelf shelf, int threads, Clock clock) {
        this.book = book;
        this.fetch = fetch;
        this.shelf = shelf;
        this.clock = clock;
        this.free = new Semaphore(threads);
        this.workers = Executors.newFixedThreadPool(threads, work -> daemon(work, "media-fetcher"));
        this.ticker = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "media-ticker"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to look. */
    public void start() {
        var unused = ticker.scheduleWithFixedDelay(() -> quietly(this::look), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void quietly(Runnable look) {
        try {
            look.run();
            failed.set(false);
        } catch (RuntimeException e) {
            // Once, until it works again: it is tried every second.
            if (failed.compareAndSet(false, true)) {
                LOG.warn("Files cannot be looked for at the moment; it goes on by itself", e);
            }
        }
    }

    /** One look: hands what is due to the threads that are free. */
    void look() {
        if (!released.get()) {
            book.releaseClaims(clock.instant());
            released.set(true);
        }
        fill();
        for (String name : book.discarded(DISCARDS)) {
            shelf.discard(name);
            book.left(name);
        }
    }

    private void fill() {
        int places = free.drainPermits();
        if (places == 0) {
            return;
        }
        int given = 0;
        try {
            Instant now = clock.instant();
            for (MediaItem item : book.claim(now, now.plus(CLAIM), places)) {
                workers.execute(() -> fetchQuietly(item));
                given++;
            }
        } finally {
            mayBeMore.set(given == places);
            free.release(places - given);
        }
    }

    private void fetchQuietly(MediaItem item) {
        try {
            fetch.fetch(item);
        } catch (RuntimeException e) {
            LOG.warn("What became of the file {} could not be written down; it is fetched again", item.id(), e);
        } finally {
            free.release();
            goOn();
        }
    }

    private void goOn() {
        try {
            if (mayBeMore.get()) {
                ticker.execute(() -> quietly(this::fill));
            }
        } catch (RejectedExecutionException closed) {
            // What is due is fetched after the next start.
        }
    }

    /** Stops; what is on its way is fetched again after the next start. */
    @Override
    public void close() {
        ticker.shutdownNow();
        workers.shutdownNow();
        try {
            var unused = workers.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
