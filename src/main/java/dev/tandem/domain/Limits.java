package dev.tandem.domain;

import java.util.OptionalInt;

/**
 * The limits of one number.
 *
 * @param throughputPerSecond Meta's throughput of the number (R41: 20), empty when off
 * @param countInbound whether messages of users debit the throughput (R42)
 * @param countApp whether messages typed in the app debit the throughput (R42: not documented, hence a switch)
 * @param combinedPerSecond app and API messages together (R43: 5), empty when off
 * @param pairSeconds seconds between two messages to one person (R47: 6), 0 when off
 * @param pairBurst messages to one person that may be borrowed within that time (R48: 45)
 */
public record Limits(
        OptionalInt throughputPerSecond,
        boolean countInbound,
        boolean countApp,
        OptionalInt combinedPerSecond,
        int pairSeconds,
        int pairBurst) {

    /** How many sends may wait in a lane whose number has no limit. */
    private static final int DEPTH_WITHOUT_LIMIT = 64;

    private static final int CONSUMERS_WITHOUT_LIMIT = 4;

    /** The lower of the two limits per second, empty when both are off. */
    public OptionalInt bindingPerSecond() {
        if (throughputPerSecond.isEmpty()) {
            return combinedPerSecond;
        }
        if (combinedPerSecond.isEmpty()) {
            return throughputPerSecond;
        }
        return OptionalInt.of(Math.min(throughputPerSecond.getAsInt(), combinedPerSecond.getAsInt()));
    }

    /** Which limit binds, in words for the log and the API. */
    public String bindingInWords() {
        OptionalInt binding = bindingPerSecond();
        if (binding.isEmpty()) {
            return "no limit";
        }
        boolean combined = combinedPerSecond.isPresent() && combinedPerSecond.getAsInt() == binding.getAsInt();
        return binding.getAsInt() + "/s by the "
                + (combined ? "combined limit of app and API (R43)" : "throughput of the number (R41)");
    }

    /** How many sends the feeder keeps in the lane: about one second's worth. */
    public int laneDepth() {
        return bindingPerSecond().orElse(DEPTH_WITHOUT_LIMIT);
    }

    /**
     * How many requests may be on their way at once: enough to keep the pace when an answer takes 0.3 s, and never more
     * than there are slots.
     */
    public int laneConsumers() {
        OptionalInt binding = bindingPerSecond();
        if (binding.isEmpty()) {
            return CONSUMERS_WITHOUT_LIMIT;
        }
        int wanted = Math.max(2, (int) Math.ceil(binding.getAsInt() * 0.3));
        return Math.min(binding.getAsInt(), wanted);
    }
}
