package dev.tandem.simulator.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The simulator's time. A <em>stamp</em> counts real nanoseconds since the start, never jumps and is what throughput
 * is judged by; {@link #now()} is the date users see, which {@link #advance} moves forward and windows, pair limits
 * and webhook retries go by. Thread-safe.
 */
public final class SimulatorClock {
    private final Instant startedAt;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final AtomicLong aheadNanos = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public SimulatorClock(Clock wallClock, LongSupplier nanoTime) {
        this.startedAt = wallClock.instant();
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** Real nanoseconds since the start, monotonic. */
    public long stamp() {
        return nanoTime.getAsLong() - startNanos;
    }

    /** The real instant of stamp 0. */
    public Instant startedAt() {
        return startedAt;
    }

    /** The real instant of a stamp, not moved by {@link #advance}. */
    public Instant realTimeOf(long stamp) {
        return startedAt.plusNanos(stamp);
    }

    /** The simulated instant, ahead of the real one by all that was advanced. */
    public Instant now() {
        return startedAt.plusNanos(stamp() + aheadNanos.get());
    }

    /** How far {@link #now()} is ahead of real time. */
    public Duration ahead() {
        return Duration.ofNanos(aheadNanos.get());
    }

    /** Moves the simulated time forward at once; what has become due is done by its own threads. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock only goes forward");
        }
        aheadNanos.addAndGet(by.toNanos());
        listeners.forEach(Runnable::run);
    }

    /** Calls {@code listener} after every {@link #advance}. */
    public void onAdvance(Runnable listener) {
        listeners.add(listener);
    }
}
