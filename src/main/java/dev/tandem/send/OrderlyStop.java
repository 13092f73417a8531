package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sending so that nothing is half-done: nothing new leaves, what waits in the lanes goes back into the ledger, and
 * a request whose answer does not come in time is unknown before the process ends. Once, from one thread.
 */
public final class OrderlyStop {

    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    private static final String WHY = "The engine was stopped before Meta answered. " + Reason.AWAITING_STATUS.advice();

    private static final int BATCH = 500;

    private final RequestsUnderWay underWay;
    private final Feeder feeder;
    private final WaitingSends waiting;
    private final SendMoves moves;
    private final StatusDesk statuses;
    private final Patience waits;
    private final Clock clock;

    public OrderlyStop(
            RequestsUnderWay underWay,
            Feeder feeder,
            WaitingSends waiting,
            SendMoves moves,
            StatusDesk statuses,
            Patience waits,
            Clock clock) {
        this.underWay = underWay;
        this.feeder = feeder;
        this.waiting = waiting;
        this.moves = moves;
        this.statuses = statuses;
        this.waits = waits;
        this.clock = clock;
    }

    /**
     * Stops the sending; blocks until every request is answered or given up.
     *
     * @param patience how long answers are waited for
     * @return how many were given up
     */
    public int stop(Duration patience) {
        underWay.close();
        feeder.close();
        emptyLanes();
        List<Send> unanswered = unanswered(patience);
        // Once more: the feeder may have been in the middle of it.
        emptyLanes();
        Instant now = clock.instant();
        // A status that came meanwhile has changed the row: then its move is not written, and rightly so.
        List<Send> unknown = moves.moveAll(unanswered.stream()
                .map(send -> moves.change(send, send.unanswered(Cause.of(Reason.AWAITING_STATUS, WHY), waits, now)))
                .toList());
        unknown.forEach(send -> statuses.applyKept(send.id()));
        if (!unanswered.isEmpty()) {
            LOG.warn(
                    "{} requests were not answered within {} s; their sends are recorded as unknown",
                    unanswered.size(),
                    patience.toSeconds());
        }
        return unanswered.size();
    }

    /** What is queued goes back; a lane that meets its message later finds it no longer queued. */
    private void emptyLanes() {
        List<Send> queued;
        do {
            Instant now = clock.instant();
            queued = waiting.inState(SendState.QUEUED, now, BATCH);
            moves.moveAll(queued.stream()
                    .map(send -> moves.change(send, send.backFromLane(now)))
                    .toList());
        } while (queued.size() == BATCH);
    }

    private List<Send> unanswered(Duration patience) {
        try {
            return underWay.awaitEnd(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The stop was cut short; what has no answer yet is found unknown by the next start");
            return List.of();
        }
    }
}
