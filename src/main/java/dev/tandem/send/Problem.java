package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, as a path into the request: {@code message.text.body}; empty for the whole of it
 * @param cause what, with a sentence that says how to mend it
 */
public record Problem(String field, Cause cause) {

    /** A problem in one field. */
    public static Problem at(String field, Reason reason, String detail) {
        return new Problem(field, Cause.of(reason, detail));
    }
}
