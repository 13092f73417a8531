package dev.tandem.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That nothing answers a person by itself, because a human has taken the conversation over. Immutable.
 *
 * @param since when it began, or was last changed
 * @param until when it ends by itself, null when somebody must end it
 * @param by who wanted it, as they say it
 */
public record AutomationPause(Instant since, @Nullable Instant until, String by) {

    /** Whether it still holds at a time; it no longer does at the very moment of its end. */
    public boolean holdsAt(Instant now) {
        return until == null || until.isAfter(now);
    }

    /** Of two pauses of what turned out to be one person the one that lasts longer. */
    public AutomationPause or(AutomationPause other) {
        if (until == null || other.until == null) {
            return until == null ? this : other;
        }
        return other.until.isAfter(until) ? other : this;
    }
}
