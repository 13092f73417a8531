package dev.tandem.webhook;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in conversations.
 *
 * @param text what must be contained, in either case; null for anything
 * @param from the earliest time, null for any
 * @param to the time before which it was, null for any
 */
public record Search(
        @Nullable String text,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Everything. */
    public static final Search ALL = new Search(null, null, null);

    public Search {
        text = text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether time does not matter. */
    public boolean isAnyTime() {
        return from == null && to == null;
    }

    /** Whether a text contains what is looked for. */
    public boolean fits(@Nullable String said) {
        return text == null || (said != null && said.toLowerCase(Locale.ROOT).contains(text));
    }
}
