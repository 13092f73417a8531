package dev.tandem.steps;

import dev.tandem.domain.Reason;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What calls about the house itself have in common. */
final class OperatorCall {

    private static final String NUMBER = "[0-9]{1,18}";
    private static final int PAGE = 50;
    private static final int PAGE_LIMIT = 500;

    private OperatorCall() {}

    /**
     * Dead letters and webhooks belong to no number in particular.
     *
     * @throws ProblemException 403 for a key that may use some numbers only
     */
    static void needsAllNumbers(Exchange exchange) {
        if (Caller.of(exchange).numbers() != null) {
            throw new ProblemException(
                    403, Reason.NOT_ALLOWED, "This API key is limited to some numbers, and this concerns them all.");
        }
    }

    static int max(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return PAGE;
        }
        if (!limit.matches("[1-9][0-9]{0,8}")) {
            throw new ProblemException(422, Reason.INVALID_REQUEST, "limit: a number from 1 to " + PAGE_LIMIT);
        }
        return Math.min(PAGE_LIMIT, Integer.parseInt(limit));
    }

    /** One of these, or null for any. */
    static @Nullable String oneOf(String what, @Nullable String given, List<String> known) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (!known.contains(given)) {
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, what + ": '" + given + "' is none of " + String.join(", ", known));
        }
        return given;
    }

    /** Where the page before ended, null for the first. */
    static @Nullable Long before(@Nullable String written) {
        if (written == null || written.isEmpty()) {
            return null;
        }
        if (!written.matches(NUMBER)) {
            throw new ProblemException(422, Reason.INVALID_REQUEST, "before: write the 'next' of the page before");
        }
        return Long.valueOf(written);
    }

    /** An id in the path. */
    static long id(String written) {
        if (!written.matches(NUMBER)) {
            throw unknown(written);
        }
        return Long.parseLong(written);
    }

    static ProblemException unknown(String id) {
        return new ProblemException(404, Reason.NOT_FOUND, "There is nothing with the id '" + id + "' (any more).");
    }
}
