package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The 24-hour customer service window between one number and one person, at one moment.
 *
 * @param open whether a free-form message may leave now
 * @param closesAt when it ends or ended by Meta's count, without our margin; null when no message ever opened it
 * @param reason why it is open or closed
 */
public record Window(boolean open, @Nullable Instant closesAt, WindowReason reason) {

    /** How long a person's message keeps the window open (R54). */
    public static final Duration LENGTH = Duration.ofHours(24);

    /** How long before the end we stop to trust it, so that no message is on its way when it closes (R56). */
    public static final Duration MARGIN = Duration.ofSeconds(60);

    /**
     * Decides by the person's last live message and the time the number was linked (R54, R57); echoes, history,
     * statuses and edits never come here (R58, R59).
     *
     * @param lastUserMessage Meta's own timestamp of the last live message of the person, null if there is none
     * @param closedByMeta when Meta refused a free-form message for a closed window (131047), null if it did not
     */
    public static Window at(
            Instant now, @Nullable Instant lastUserMessage, @Nullable Instant closedByMeta, Instant linkedAt) {
        if (lastUserMessage == null) {
            return new Window(false, null, WindowReason.NEVER_WROTE);
        }
        Instant closesAt = lastUserMessage.plus(LENGTH);
        if (lastUserMessage.isBefore(linkedAt)) {
            return new Window(false, null, WindowReason.WROTE_BEFORE_LINKING);
        }
        if (closedByMeta != null && !closedByMeta.isBefore(lastUserMessage)) {
            return new Window(false, closedByMeta, WindowReason.CLOSED_BY_META);
        }
        boolean open = now.isBefore(closesAt.minus(MARGIN));
        return new Window(open, closesAt, open ? WindowReason.PERSON_WROTE : WindowReason.OVER);
    }
}
