package dev.tandem.steps;

import dev.tandem.domain.Reason;

/** A request over HTTP that is answered with a problem instead of what it asked for. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final Reason reason;

    /**
     * @param status the HTTP status
     * @param detail a sentence for a person about this very case
     */
    public ProblemException(int status, Reason reason, String detail) {
        super(detail);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    Reason reason() {
        return reason;
    }
}
