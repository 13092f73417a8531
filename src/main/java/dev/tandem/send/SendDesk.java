package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What a client may ask and do about sends that stand in the ledger. Thread-safe. */
public final class SendDesk {

    private final SendLedger ledger;
    private final SendMoves moves;
    private final SendIds ids;
    private final Clock clock;

    public SendDesk(SendLedger ledger, SendMoves moves, SendIds ids, Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.ids = ids;
        this.clock = clock;
    }

    /** A send with its time line. */
    public record Story(Send send, List<SendLedger.TimelineEntry> timeline) {}

    /** One send, by its public id. */
    public Optional<Story> find(String sendId) {
        var id = SendIds.parse(sendId);
        return id.isEmpty()
                ? Optional.empty()
                : ledger.find(id.getAsLong()).map(send -> new Story(send, ledger.timeline(send.id())));
    }

    /** The sends that fit, newest first. */
    public List<Send> search(SendLedger.Filter filter) {
        return ledger.search(filter);
    }

    /**
     * Calls a send back.
     *
     * @return the send as it is now: cancelled, or in the state that was too far on
     */
    public Optional<Send> cancel(String sendId) {
        return change(
                sendId,
                send -> send.state().isCancellable(),
                send -> send.ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), clock.instant()));
    }

    /**
     * Keeps a send back until it is released, cancelled or expired.
     *
     * @param by who holds it
     * @return the send as it is now: on hold, or in the state that was too far on
     */
    public Optional<Send> hold(String sendId, String by) {
        Cause cause = Cause.of(Reason.ON_HOLD, "Held by '" + by + "'. Release it to send it.");
        return change(
                sendId,
                send -> send.state().isCancellable() && !send.isOnHold(),
                send -> send.onHold(cause, clock.instant()));
    }

    /**
     * Lets a held send go. One that is not on hold stays as it is: asking twice does nothing twice.
     *
     * @return the send as it is now
     */
    public Optional<Send> release(String sendId) {
        return change(sendId, Send::isOnHold, send -> send.released(clock.instant()));
    }

    /** Changes a send as long as it may be changed, however many rivals there are. */
    private Optional<Send> change(String sendId, Predicate<Send> may, UnaryOperator<Send> how) {
        var id = SendIds.parse(sendId);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        while (true) {
            Optional<Send> found = ledger.find(id.getAsLong());
            if (found.isEmpty() || !may.test(found.get())) {
                return found;
            }
            Send changed = how.apply(found.get());
            if (moves.move(found.get(), changed)) {
                return Optional.of(changed);
            }
        }
    }

    /** What became of a wish about a send. */
    public sealed interface Decided {

        /** Done; {@code send} is the send that follows from it. */
        record Done(Send send) implements Decided {}

        /** Not possible in the state that the send is in. */
        record NotNow(Send send) implements Decided {}
    }

    /**
     * Sends a request again that is unknown or ended without being delivered: as a new send with the same key, linked to the
     * old one. A second wish finds the first one's send.
     *
     * @return empty when there is no such send
     */
    public Optional<Decided> resend(String sendId) {
        return decide(sendId, send -> {
            Optional<Send> already = ledger.successorOf(send.id());
            if (already.isPresent()) {
                return Optional.of(new Decided.Done(already.get()));
            }
            Instant now = clock.instant();
            if (!send.state().isResendable() || SendContent.of(send).isForgotten()) {
                return Optional.of(new Decided.NotNow(send));
            }
            Send successor = send.successor(ids.next(), null, now.plus(send.life()), now);
            return moves.move(moves.change(send, send.closed(send.progress().cause(), now), successor))
                    ? Optional.of(new Decided.Done(successor))
                    : Optional.empty();
        });
    }

    /**
     * Leaves an unknown send as it is: a person decided that nothing more is to be done.
     *
     * @return empty when there is no such send
     */
    public Optional<Decided> close(String sendId) {
        return decide(sendId, send -> {
            if (send.state() != SendState.UNKNOWN) {
                return Optional.of(new Decided.NotNow(send));
            }
            Send closed = send.closed(Cause.of(Reason.ANSWER_LOST), clock.instant());
            return moves.move(moves.told(send, closed)) ? Optional.of(new Decided.Done(closed)) : Optional.empty();
        });
    }

    /** Tries until nobody else changes the send between reading and writing. */
    private Optional<Decided> decide(String sendId, Function<Send, Optional<Decided>> decision) {
        var id = SendIds.parse(sendId);
        while (id.isPresent()) {
            Optional<Send> found = ledger.find(id.getAsLong());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Optional<Decided> decided = decision.apply(found.get());
            if (decided.isPresent()) {
                return decided;
            }
        }
        return Optional.empty();
    }
}
