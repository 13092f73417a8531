package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which files of the past Meta delivers: those of the 14 days before the linking; older ones stay on the phone (R25), and so does
 * what has not come when Meta has stopped. Pure.
 */
public final class PastMedia {

    /** Meta's word for a message whose file is not with it. */
    public static final String PLACEHOLDER = "media_placeholder";

    private static final Duration DELIVERED = Duration.ofDays(14);

    /**
     * How long after the linking a file may follow: the past can be asked for in a day (R17), and Meta repeats a webhook for seven, as
     * long as the file's id is good for (R26).
     */
    private static final Duration AWAITED = NumberSync.WINDOW.plus(MediaPatience.LIFE);

    private PastMedia() {}

    /**
     * Why the file of a placeholder is not expected, or not any more; empty while it may come.
     *
     * @param writtenAt when the message was written
     */
    public static Optional<String> whyNot(Instant writtenAt, Instant linkedAt, Instant now) {
        if (writtenAt.isBefore(linkedAt.minus(DELIVERED))) {
            return Optional.of(Reason.MEDIA_ON_PHONE.advice());
        }
        return now.isBefore(linkedAt.plus(AWAITED))
                ? Optional.empty()
                : Optional.of("This file is only on the phone: Meta should have delivered it until "
                        + linkedAt.plus(AWAITED)
                        + " at the latest, and did not. Look at it there, or ask for it again.");
    }
}
