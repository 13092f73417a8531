package dev.tandem.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said about an earlier message.
 *
 * @param id Meta's id of this change, not of the message
 * @param byPerson whether the person said it, not the business
 * @param at Meta's timestamp
 * @param text the new text of an edit, the emoji of a reaction; null for a recall and for a reaction that is taken back
 */
public record MessageChange(
        String id,
        Kind kind,
        boolean byPerson,
        Instant at,
        @Nullable String text) {

    /** By Meta's time; its seconds are coarse, so ids tell apart what has the same. */
    static final Comparator<MessageChange> IN_ORDER =
            Comparator.comparing(MessageChange::at).thenComparing(MessageChange::id);

    /** What is done to the message. */
    public enum Kind {
        EDIT,
        REVOKE,
        REACTION;

        /** Meta's word for it, as in {@code revoke}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
