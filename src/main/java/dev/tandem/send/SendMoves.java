package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.Send;
import java.util.ArrayList;
import java.util.List;

/** Moves sends from state to state: the row, its time line and its event together, and the feeder told. Thread-safe. */
public final class SendMoves {

    private final SendLedger ledger;
    private final ResultEvents events;
    private final FeedSignal feeder;

    public SendMoves(SendLedger ledger, ResultEvents events, FeedSignal feeder) {
        this.ledger = ledger;
        this.events = events;
        this.feeder = feeder;
    }

    /** Writes one move; false when somebody else changed the send since it was read. */
    boolean move(Send before, Send after) {
        return move(change(before, after));
    }

    /** Writes one move with what stands beside it; false when somebody else changed the send since it was read. */
    boolean move(SendLedger.Change change) {
        boolean written = ledger.replace(change);
        if (written && (change.successor() != null || mayFeed(change.before(), change.after()))) {
            feeder.wake(change.after().acceptance().phoneNumberId());
        }
        return written;
    }

    /** Marks a send that is about to leave; false when somebody else changed it since it was read, or its number is away by now. */
    boolean mark(SendLedger.Change change, BusinessNumber number) {
        return ledger.mark(change, number);
    }

    /** Writes many moves in one transaction; returns those that were written. */
    List<Send> moveAll(List<SendLedger.Change> changes) {
        List<Send> written = changes.isEmpty() ? List.of() : ledger.replaceAll(changes);
        written.stream()
                .filter(send -> send.progress().place() != LanePlace.TAKEN)
                .map(send -> send.acceptance().phoneNumberId())
                .distinct()
                .forEach(feeder::wake);
        return written;
    }

    /** A change with the event that tells of it. */
    SendLedger.Change change(Send before, Send after) {
        return new SendLedger.Change(before, after, events.of(before, after));
    }

    /** A change that a new send of the same request comes of, with the events that tell of both. */
    SendLedger.Change change(Send before, Send after, Send successor) {
        List<Event> told = new ArrayList<>(events.of(before, after));
        told.addAll(events.of(null, successor));
        return new SendLedger.Change(before, after, told, successor, null);
    }

    /** A change that is told although the state stays: there is something new to say about it. */
    SendLedger.Change told(Send before, Send after) {
        return new SendLedger.Change(before, after, List.of(events.told(before, after)));
    }

    /** A person or a place in the lane became free, or the send itself became ready. */
    private static boolean mayFeed(Send before, Send after) {
        LanePlace place = after.progress().place();
        LanePlace was = before.progress().place();
        return place == LanePlace.READY || (was != place && (was == LanePlace.TAKEN || was == LanePlace.BACKOFF));
    }
}
