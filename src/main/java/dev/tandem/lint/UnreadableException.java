package dev.tandem.lint;

/** A route file that cannot be read as YAML. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    UnreadableException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where reading stopped, from 1. */
    int line() {
        return line;
    }
}
