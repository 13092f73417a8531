package dev.tandem.cloudapi;

import java.io.IOException;

/** Meta answered a Graph call with an error; the text says so to a person and has no token in it. */
final class GraphRefusal extends IOException {

    private static final long serialVersionUID = 1;

    private final int code;

    /** @param code Meta's error code, 0 when it named none */
    GraphRefusal(String message, int code) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
