package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;

/** Which files of the past Meta delivers: those of the 14 days before the linking; older ones stay on the phone (R25). Pure. */
public final class PastMedia {

    /** Meta's word for a message whose file is not with it. */
    public static final String PLACEHOLDER = "media_placeholder";

    private static final Duration DELIVERED = Duration.ofDays(14);

    private PastMedia() {}

    /** Whether the file of a placeholder may still come. */
    public static boolean mayCome(Instant writtenAt, Instant linkedAt) {
        return !writtenAt.isBefore(linkedAt.minus(DELIVERED));
    }
}
