package dev.tandem.steps;

import dev.tandem.domain.Reason;

/** A request over HTTP is refused: the answer is made of it. */
public final class RefusedException extends RuntimeException {

    private final int status;
    private final Reason reason;

    /**
     * @param status the HTTP status of the answer
     * @param detail a sentence for a person about this very case
     */
    public RefusedException(int status, Reason reason, String detail) {
        super(detail);
        this.status = status;
        this.reason = reason;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
