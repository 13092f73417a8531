package dev.tandem.simulator.behaviour;

/** A range of milliseconds, both ends included, from which each delay is drawn. */
public record Millis(long low, long high) {
    public static final Millis NONE = new Millis(0, 0);

    public Millis {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException("a range of milliseconds is [low, high] with 0 <= low <= high");
        }
    }

    public boolean isNone() {
        return high == 0;
    }

    /** One delay from the range, in nanoseconds. */
    public long drawNanos(Dice dice) {
        return isNone() ? 0 : (long) ((low + dice.next() * (high - low)) * 1_000_000);
    }
}
