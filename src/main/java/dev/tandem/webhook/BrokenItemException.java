package dev.tandem.webhook;

/**
 * A part of a webhook cannot be understood, and no repetition would change that: it belongs into quarantine. Anything else
 * that goes wrong (a database that is down) must never be thrown as this, because it passes with time.
 */
public final class BrokenItemException extends RuntimeException {

    /** @param message for a person: which part, and what is wrong with it */
    public BrokenItemException(String message) {
        super(message);
    }

    /** @param message for a person: which part, and what is wrong with it */
    public BrokenItemException(String message, Throwable cause) {
        super(message, cause);
    }
}
