package dev.tandem.cloudapi;

import java.io.IOException;

/** Meta answered a Graph call with an error; the text says so to a person and has no token in it. */
final class GraphRefusal extends IOException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final boolean isPassing;

    /**
     * @param code Meta's error code, 0 when it named none
     * @param isPassing whether the fault is Meta's own (a status of 500 or more), or Meta says that it passes
     */
    GraphRefusal(String message, int code, boolean isPassing) {
        super(message);
        this.code = code;
        this.isPassing = isPassing;
    }

    int code() {
        return code;
    }

    boolean isPassing() {
        return isPassing;
    }
}
