package dev.tandem.simulator.received;

import dev.tandem.simulator.webhook.Receipt;
import java.util.Locale;

/** One status of a send and whether the engine took it. Thread-safe. */
public final class StatusNote implements Receipt {
    /** Where a status is. */
    public enum State {
        WAITING,
        ACKNOWLEDGED,
        LOST;

        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String status;
    private volatile State state = State.WAITING;

    StatusNote(String status) {
        this.status = status;
    }

    public String status() {
        return status;
    }

    public State state() {
        return state;
    }

    @Override
    public void acknowledged() {
        state = State.ACKNOWLEDGED;
    }

    @Override
    public void lost() {
        state = State.LOST;
    }
}
