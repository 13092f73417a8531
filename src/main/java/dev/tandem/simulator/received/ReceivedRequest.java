package dev.tandem.simulator.received;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.delivery.DeliveryEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One request to the send call, as evidence. Thread-safe. */
public final class ReceivedRequest {
    /** Outcome of a request that is still being worked on. */
    public static final String PENDING = "pending";

    /** Outcome of a message that was accepted. */
    public static final String ACCEPTED = "accepted";

    /** Outcome of a read receipt that was accepted. */
    public static final String READ = "read";

    /** What of an answer gets lost on its way. */
    public enum Loss {
        /** Nothing. */
        NONE,
        /** All of it: the connection was closed. */
        DROPPED,
        /** Its body: the status came alone. */
        EMPTY,
        /** Its end: the body broke off, and the connection with it. */
        CUT
    }

    /**
     * How it ended.
     *
     * @param outcome {@link #ACCEPTED}, {@link #READ}, Meta's error code, or the fault that hit it
     * @param wamid id of the accepted message
     * @param httpStatus status of the answer, 0 if there was none
     * @param answer body of the answer, also when it was lost on its way
     * @param loss what of the answer did not get through
     */
    @SuppressWarnings("ArrayRecordComponent") // evidence, changed by nobody
    public record Result(String outcome, @Nullable String wamid, int httpStatus, byte[] answer, Loss loss) {
        /** Whether the client never saw the whole answer. */
        public boolean answerLost() {
            return loss != Loss.NONE;
        }
    }

    private static final Result STILL_PENDING = new Result(PENDING, null, 0, new byte[0], Loss.NONE);

    private final long stamp;
    private final byte[] body;
    private final @Nullable String attempt;
    private final @Nullable String to;
    private final List<DeliveryEvent> statuses = new CopyOnWriteArrayList<>();
    private volatile Result result = STILL_PENDING;

    /**
     * A request that has arrived.
     *
     * @param json the body if it is a JSON object
     */
    public ReceivedRequest(long stamp, byte[] body, @Nullable ObjectNode json) {
        this.stamp = stamp;
        this.body = body;
        this.attempt =
                json == null ? null : json.path("biz_opaque_callback_data").asText(null);
        this.to = json == null
                ? null
                : json.path("to").asText(json.path("recipient").asText(null));
    }

    public long stamp() {
        return stamp;
    }

    public byte[] body() {
        return body;
    }

    /** The body's {@code biz_opaque_callback_data}, by which the engine tells attempts apart. */
    public @Nullable String attempt() {
        return attempt;
    }

    /** The recipient as written. */
    public @Nullable String to() {
        return to;
    }

    public Result result() {
        return result;
    }

    public boolean isAccepted() {
        return result.outcome().equals(ACCEPTED);
    }

    public List<DeliveryEvent> statuses() {
        return statuses;
    }

    public void settle(Result how) {
        result = how;
    }

    /** Notes a status that is on its way; it knows what becomes of it. */
    public void add(DeliveryEvent status) {
        statuses.add(status);
    }
}
