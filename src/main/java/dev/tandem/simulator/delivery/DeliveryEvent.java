package dev.tandem.simulator.delivery;

import dev.tandem.simulator.webhook.Receipt;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One status of a message: what its webhook says, and whether the receiver took it. Thread-safe. */
public final class DeliveryEvent implements Receipt {
    /** Where the webhook is. */
    public enum State {
        /** On its way, or to be tried again. */
        WAITING,
        /** Answered with 200 at least once; nothing takes that back. */
        ACKNOWLEDGED,
        /** Lost on purpose, or given up. */
        LOST;

        public String jsonName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String status;
    private final long timestamp;
    private final @Nullable String error;
    private final AtomicInteger acknowledgements = new AtomicInteger();
    private volatile boolean lost;

    /**
     * A status whose webhook is about to be posted.
     *
     * @param timestamp simulated time in Unix seconds, as the webhook says
     * @param error what went wrong, with {@code failed}
     */
    public DeliveryEvent(String status, long timestamp, @Nullable String error) {
        this.status = status;
        this.timestamp = timestamp;
        this.error = error;
    }

    public String status() {
        return status;
    }

    public long timestamp() {
        return timestamp;
    }

    public @Nullable String error() {
        return error;
    }

    /** How many POSTs that held it were answered with 200; more than one for duplicates. */
    public int acknowledgements() {
        return acknowledgements.get();
    }

    public State state() {
        if (acknowledgements.get() > 0) {
            return State.ACKNOWLEDGED;
        }
        return lost ? State.LOST : State.WAITING;
    }

    @Override
    public void acknowledged() {
        acknowledgements.incrementAndGet();
    }

    @Override
    public void lost() {
        lost = true;
    }
}
