package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What a client may ask and do about sends that stand in the ledger. Thread-safe. */
public final class SendDesk {

    private final SendLedger ledger;
    private final SendMoves moves;
    private final Clock clock;

    public SendDesk(SendLedger ledger, SendMoves moves, Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
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
}
