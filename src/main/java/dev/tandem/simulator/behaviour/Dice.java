package dev.tandem.simulator.behaviour;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Seeded chance. The n-th draw after {@link #seed} depends on the seed and n alone, so one sender at a time sees the
 * same luck on every run; concurrent senders share the sequence in the order they arrive. Thread-safe, lock-free.
 */
public final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private volatile long seed;
    private final AtomicLong draws = new AtomicLong();

    public Dice(long seed) {
        this.seed = seed;
    }

    /** Starts the sequence anew. */
    public void seed(long newSeed) {
        seed = newSeed;
        draws.set(0);
    }

    public long seed() {
        return seed;
    }

    /** The next draw, from 0 (included) to 1 (not included). */
    public double next() {
        return fraction(seed + draws.incrementAndGet() * GOLDEN);
    }

    /** True in {@code rate} of all draws; 0 and 1 are certain and draw nothing. */
    public boolean chance(double rate) {
        return rate > 0 && (rate >= 1 || next() < rate);
    }

    /** True for {@code rate} of all keys and always the same for one key: a trait of a person, not of a moment. */
    public boolean trait(String key, double rate) {
        return rate > 0 && (rate >= 1 || fraction(seed + key.hashCode() * GOLDEN) < rate);
    }

    private static double fraction(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
