package dev.tandem.simulator.control;

/** A control call that can not be done, with a text for whoever made it. */
final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private ControlException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static ControlException badRequest(String message) {
        return new ControlException(400, message);
    }

    static ControlException notFound(String message) {
        return new ControlException(404, message);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
