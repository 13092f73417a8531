package dev.tandem.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a row stands.
 *
 * @param row its number, the first below the header is 1
 * @param sendId null for a refused row
 * @param state a send's state, or {@link #REFUSED}
 * @param at when it got there
 * @param attempts how often it was tried to send it, null for a refused row
 * @param pricing Meta's pricing object as JSON, null when it did not come
 */
public record RowResult(
        long row,
        @Nullable Long sendId,
        String state,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String wamid,
        Instant at,
        @Nullable Integer attempts,
        @Nullable String pricing) {

    /** The state of a row that never became a send. */
    public static final String REFUSED = "refused";
}
