package dev.tandem.domain;

import org.jspecify.annotations.Nullable;

/** What came back of one request to Meta's send API. */
public sealed interface Answer {

    /**
     * Meta took the message for processing.
     *
     * @param waId Meta's own id of the recipient, may differ from the phone number, may be missing
     * @param pacing whether Meta holds it for quality assessment (R76)
     */
    record Accepted(String wamid, @Nullable String waId, boolean pacing) implements Answer {}

    /**
     * Meta refused with an error of its own.
     *
     * @param code Meta's error code, what to branch on
     * @param text Meta's words
     * @param isTransient Meta's own word that it may pass
     */
    record Refused(int httpStatus, int code, String text, boolean isTransient) implements Answer {}

    /** An HTTP status without an error of Meta's: a proxy's page, an empty body, a cut body. */
    record Unreadable(int httpStatus, String text) implements Answer {}

    /** The request certainly never reached Meta: refused connection, unknown host, TLS, connect timeout. */
    record NotSent(String text) implements Answer {}

    /** The request left and no answer came: read timeout, reset, closed connection. */
    record Lost(String text) implements Answer {}
}
