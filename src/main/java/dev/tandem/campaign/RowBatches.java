package dev.tandem.campaign;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file in batches. While one is worked on, the next is read, on threads of its own; there are never more than these
 * two, however long the file is. To be used by one thread.
 *
 * @param <T> what a batch is made into
 */
final class RowBatches<T> implements Closeable {

    private static final int SIZE = 500;

    private final RowFile.Rows rows;
    private final long after;
    private final Function<List<Row>, T> made;
    private final ForkJoinPool threads =
            new ForkJoinPool(Math.max(2, Runtime.getRuntime().availableProcessors()), RowBatches::thread, null, false);
    private CompletableFuture<@Nullable T> ahead;
    private volatile long rowsRead;

    /**
     * @param rows read to their end and closed with this
     * @param after the rows up to this number are left out
     * @param made what is made of a batch beforehand; may be slow, must not write
     */
    RowBatches(RowFile.Rows rows, long after, Function<List<Row>, T> made) {
        this.rows = rows;
        this.after = after;
        this.made = made;
        this.ahead = readAhead();
    }

    /** Workers would have the class loader of Java and not that of the engine. */
    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setContextClassLoader(RowBatches.class.getClassLoader());
        thread.setName("campaign-rows-" + thread.getPoolIndex());
        return thread;
    }

    private CompletableFuture<@Nullable T> readAhead() {
        return CompletableFuture.supplyAsync(this::read, threads);
    }

    private @Nullable T read() {
        List<Row> batch = new ArrayList<>(SIZE);
        while (batch.size() < SIZE && rows.hasNext()) {
            Row row = rows.next();
            rowsRead = row.number();
            if (row.number() > after) {
                batch.add(row);
            }
        }
        return batch.isEmpty() ? null : made.apply(batch);
    }

    /** The next batch; null when there is none any more. Throws what reading it threw. */
    @Nullable
    T next() {
        try {
            T batch = ahead.join();
            if (batch != null) {
                ahead = readAhead();
            }
            return batch;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** How many rows were read until now, also those that are left out and those that no batch has brought yet. */
    long rowsRead() {
        return rowsRead;
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        // Nobody closes a file under the one who reads it.
        ahead.handle((batch, failure) -> true).join();
        rows.close();
    }
}
