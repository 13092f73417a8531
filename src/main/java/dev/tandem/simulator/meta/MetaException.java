package dev.tandem.simulator.meta;

/** A Graph call that is refused. Carries no stack trace: refusals are everyday answers here, not faults. */
public final class MetaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient MetaError error;
    private final String details;

    /** Refuses with {@code details} written for whoever reads the answer. */
    public MetaException(MetaError error, String details) {
        super("(#" + error.code() + ") " + details, null, false, false);
        this.error = error;
        this.details = details;
    }

    public MetaError error() {
        return error;
    }

    public String details() {
        return details;
    }
}
