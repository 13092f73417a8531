package dev.tandem.simulator.number;

import org.jspecify.annotations.Nullable;

/**
 * The limits enforced on one number; null means off.
 *
 * @param throughputPerSecond messages in any sliding second: API sends, inbound, partner traffic (R41, R42)
 * @param pair messages to one person (R47, R48)
 * @param combinedPerSecond API sends and messages typed in the app together, in any sliding second (R43)
 */
public record Limits(
        @Nullable Integer throughputPerSecond,
        @Nullable Pair pair,
        @Nullable Integer combinedPerSecond) {

    /** What Meta documents: 20 a second, the pair limit, no combined limit. */
    public static final Limits DOCUMENTED = new Limits(20, Pair.DOCUMENTED, null);

    /**
     * The pair limit.
     *
     * @param seconds seconds a message costs
     * @param burst most messages of a burst
     */
    public record Pair(int seconds, int burst) {
        public static final Pair DOCUMENTED = new Pair(6, 45);
    }
}
