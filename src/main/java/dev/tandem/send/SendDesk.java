package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

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
        var id = SendIds.parse(sendId);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        while (true) {
            Optional<Send> found = ledger.find(id.getAsLong());
            if (found.isEmpty() || !found.get().state().isCancellable()) {
                return found;
            }
            Send cancelled = found.get().ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), clock.instant());
            if (moves.move(found.get(), cancelled)) {
                return Optional.of(cancelled);
            }
        }
    }
}
