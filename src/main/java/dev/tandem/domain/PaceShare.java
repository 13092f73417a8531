package dev.tandem.domain;

import org.jspecify.annotations.Nullable;

/**
 * How much of a number's pace a campaign may use: a part of its sends per second. One send and two seconds' worth are saved up
 * at most: a feeder comes by once a second, and what it finds then must not be lost. Times are microseconds since 1970. Immutable and thread-safe.
 *
 * @param perSecond sends per second, above 0
 */
public record PaceShare(double perSecond) {

    private static final double MICROS = 1_000_000;
    private static final double SAVED_SECONDS = 2;

    public PaceShare {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("A share of a pace must be above 0, and this is " + perSecond);
        }
    }

    /**
     * How many may go now.
     *
     * @param paidUntil what {@link #paid} said last, null for the first time
     */
    public int available(@Nullable Long paidUntil, long now) {
        // A thousandth more, so that a second that is not quite over in the last digit gives its send all the same.
        return (int) Math.floor((now - from(paidUntil, now)) / MICROS * perSecond + 0.001);
    }

    /** Until when so many more are paid for. */
    public long paid(@Nullable Long paidUntil, int count, long now) {
        return from(paidUntil, now) + Math.round(count * MICROS / perSecond);
    }

    /** The first one goes at once, and nobody saves up for ever. */
    private long from(@Nullable Long paidUntil, long now) {
        long one = Math.round(MICROS / perSecond);
        return paidUntil == null ? now - one : Math.max(paidUntil, now - one - Math.round(SAVED_SECONDS * MICROS));
    }
}
