package dev.tandem.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The same call over and over, on several connections at once, each with one call at a time. */
final class Load {

    private final AtomicInteger next = new AtomicInteger();
    private final int expected;
    private final IntFunction<Http.Answer> call;

    /** Calls that are told how many came before them and must be answered with the expected HTTP status. */
    Load(int expected, IntFunction<Http.Answer> call) {
        this.expected = expected;
        this.call = call;
    }

    /** Calls for so long and returns the calls per second. */
    double perSecond(int connections, Duration time) {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                counts.add(threads.submit(() -> callUntil(end)));
            }
            int count = 0;
            for (Future<Integer> each : counts) {
                count += each.get();
            }
            return count * 1e9 / (System.nanoTime() - begin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private int callUntil(long end) {
        int count = 0;
        while (System.nanoTime() < end) {
            Http.Answer answer = call.apply(next.getAndIncrement());
            if (answer.status() != expected) {
                throw new IllegalStateException("answered " + answer.status() + ": " + answer.text());
            }
            count++;
        }
        return count;
    }
}
