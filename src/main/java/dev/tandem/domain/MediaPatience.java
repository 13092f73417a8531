package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a file is fetched again after a failure, and until when that makes sense: Meta keeps what a webhook's media id names
 * for 7 days (R26). Pure.
 */
public final class MediaPatience {

    /** How long Meta's id of a webhook's file is good for. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** How long Meta keeps what was uploaded is 30 days; a day before it is uploaded anew. */
    public static final Duration UPLOAD_LIFE = Duration.ofDays(29);

    /** Soon at first, because most faults pass; then ever more seldom, the last one for all that follow. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3));

    private MediaPatience() {}

    /**
     * When to try again.
     *
     * @param failures how often it failed, at least once
     * @param writtenAt Meta's time of the message
     * @return never later than the end of the id's life, so that the last attempt uses its last moment
     */
    public static Instant nextTry(int failures, Instant writtenAt, Instant now) {
        Instant next = now.plus(PAUSES.get(Math.min(failures, PAUSES.size()) - 1));
        Instant last = writtenAt.plus(LIFE).minusSeconds(1);
        return next.isAfter(last) && now.isBefore(last) ? last : next;
    }

    /** Whether Meta's id of a message's file is good for nothing any more. */
    public static boolean isOver(Instant writtenAt, Instant now) {
        return !now.isBefore(writtenAt.plus(LIFE));
    }

    /** Whether an upload must be made anew before it is used. */
    public static boolean isStale(Instant uploadedAt, Instant now) {
        return !now.isBefore(uploadedAt.plus(UPLOAD_LIFE));
    }
}
