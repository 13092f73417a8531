package dev.tandem.steps;

import dev.tandem.domain.Reason;
import dev.tandem.webhook.Cursor;
import org.jspecify.annotations.Nullable;

/** What {@code before} and {@code limit} of a call ask for. */
final class Page {

    private static final int USUAL = 50;
    private static final int LONGEST = 500;

    private Page() {}

    /**
     * Where the page before ended.
     *
     * @throws ProblemException 400 when it is neither a time nor the end of a page
     */
    static @Nullable Cursor before(@Nullable String before) {
        try {
            return before == null || before.isEmpty() ? null : Cursor.parse(before);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, Reason.INVALID_REQUEST, "before: " + e.getMessage());
        }
    }

    /**
     * How many at most.
     *
     * @throws ProblemException 400 when it is no number above 0
     */
    static int max(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return USUAL;
        }
        if (!limit.matches("[1-9][0-9]{0,8}")) {
            throw new ProblemException(400, Reason.INVALID_REQUEST, "limit: a number from 1 to " + LONGEST);
        }
        return Math.min(LONGEST, Integer.parseInt(limit));
    }
}
