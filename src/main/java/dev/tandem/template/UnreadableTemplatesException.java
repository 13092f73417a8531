package dev.tandem.template;

/** Meta's list of templates could not be read. */
public final class UnreadableTemplatesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message for a person: what happened, without any token */
    public UnreadableTemplatesException(String message) {
        super(message);
    }
}
