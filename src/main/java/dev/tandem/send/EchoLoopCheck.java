package dev.tandem.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import java.time.Duration;
import java.util.Optional;

/**
 * Stops a circle of messages. A send that was caused by what was typed on the phone says so: {@code metadata.causedBy} is the
 * message id of the echo, written by the engine for what its own routes send. Such a send is refused when that message is one of
 * our own, and when so many of its kind went to the same person in a short time that two machines must be answering each other, as
 * a bot and the app's away message do. Sends without the mark pass. Thread-safe.
 */
public final class EchoLoopCheck implements LaneCheck {

    /** The key in {@code metadata}. */
    public static final String CAUSED_BY = "causedBy";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SendLedger ledger;
    private final MirrorBook mirror;
    private final int most;
    private final Duration window;

    /**
     * @param most how many sends to one person echoes may cause within the window
     * @param window a moving one, back from the acceptance of each send
     */
    public EchoLoopCheck(SendLedger ledger, MirrorBook mirror, int most, Duration window) {
        this.ledger = ledger;
        this.mirror = mirror;
        this.most = most;
        this.window = window;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        Send.Acceptance send = leaving.send().acceptance();
        Optional<String> cause = causeOf(send.request());
        if (cause.isEmpty()) {
            return Optional.empty();
        }
        if (ledger.findByWamid(cause.get()).isPresent()) {
            return refuse(
                    "The message " + cause.get() + " that caused it went out through the API itself. Send only because"
                            + " of what a person wrote on the phone.");
        }
        int earlier = mirror.caused(
                send.phoneNumberId(),
                send.recipient().contact(),
                send.acceptedAt().minus(window),
                send.id());
        return earlier < most
                ? Optional.empty()
                : refuse("Messages of the phone caused " + earlier + " sends to this person within "
                        + window.toMinutes() + " minutes; at most " + most
                        + " may. Look for an away message of the app,"
                        + " or a bot, that answers what your route sends. tandem.mirror changes the limit.");
    }

    private static Optional<Obstacle> refuse(String detail) {
        return Optional.of(new Obstacle.Refuse(Cause.of(Reason.ECHO_LOOP, detail)));
    }

    private static Optional<String> causeOf(String request) {
        if (!request.contains(CAUSED_BY)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    JSON.readTree(request).path("metadata").path(CAUSED_BY).textValue());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request in the ledger cannot be read", e);
        }
    }
}
