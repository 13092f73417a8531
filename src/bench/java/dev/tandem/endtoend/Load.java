package dev.tandem.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
        return measure(connections, time).perSecond();
    }

    /** Calls for so long, each connection as fast as it is answered. */
    Speed measure(int connections, Duration time) {
        return measure(connections, time, 0);
    }

    /** Calls for so long at a steady pace over all connections, late ones as soon as they can. */
    Speed paced(int connections, double perSecond, Duration time) {
        return measure(connections, time, (long) (connections * 1e9 / perSecond));
    }

    private Speed measure(int connections, Duration time, long gapNanos) {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<List<Long>>> took = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long first = begin + gapNanos * i / connections;
                took.add(threads.submit(() -> callUntil(end, first, gapNanos)));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<List<Long>> each : took) {
                nanos.addAll(each.get());
            }
            return Speed.of(nanos, System.nanoTime() - begin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Long> callUntil(long end, long first, long gapNanos) throws InterruptedException {
        List<Long> took = new ArrayList<>();
        long due = first;
        while (System.nanoTime() < end) {
            if (gapNanos > 0) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                due += gapNanos;
            }
            long begin = System.nanoTime();
            Http.Answer answer = call.apply(next.getAndIncrement());
            if (answer.status() != expected) {
                throw new IllegalStateException("answered " + answer.status() + ": " + answer.text());
            }
            took.add(System.nanoTime() - begin);
        }
        return took;
    }
}
