package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what must be looked at by itself: due and expired sends, lane messages that were lost, requests that nobody
 * waits for any more. Idempotent. Thread-safe; one sweep at a time.
 */
public final class LedgerSweep {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerSweep.class);

    private static final int BATCH = 500;

    /**
     * A lane message that was not worked off for so long is put again: doubling it costs nothing, and a lane holds a second's
     * worth of sends. Until then its lane stands still, because a broker or a database that was away may have cost it all
     * its messages at once.
     */
    private static final Duration LANE_MESSAGE_LOST = Duration.ofSeconds(10);

    /** Longer than any request may take: connect 5 s and read 30 s. */
    private static final Duration REQUEST_OVER = Duration.ofSeconds(90);

    private static final Duration EVER = Duration.ofDays(36_500);

    private final WaitingSends waiting;
    private final SendMoves moves;
    private final StatusDesk statuses;
    private final OverdueSends overdue;
    private final Feeder feeder;
    private final NumberDirectory numbers;
    private final Patience patience;
    private final Clock clock;

    public LedgerSweep(
            WaitingSends waiting,
            SendMoves moves,
            StatusDesk statuses,
            OverdueSends overdue,
            Feeder feeder,
            NumberDirectory numbers,
            Patience patience,
            Clock clock) {
        this.waiting = waiting;
        this.moves = moves;
        this.statuses = statuses;
        this.overdue = overdue;
        this.feeder = feeder;
        this.numbers = numbers;
        this.patience = patience;
        this.clock = clock;
    }

    /** Once, before anything leaves: what a crash left in the lanes goes back, what had left is unknown. */
    public synchronized void recover() {
        Instant now = clock.instant();
        // Whatever its time says: the clock of the last run may have been ahead.
        Instant ever = now.plus(EVER);
        int back = 0;
        for (List<Send> some = waiting.inState(SendState.QUEUED, ever, BATCH);
                !some.isEmpty();
                some = waiting.inState(SendState.QUEUED, ever, BATCH)) {
            back += moveAll(some.stream()
                    .map(send -> moves.change(send, send.backFromLane(now)))
                    .toList());
        }
        int unknown = giveUpSending(ever);
        if (back + unknown > 0) {
            LOG.info(
                    "After the last stop {} sends went back from their lanes and {} are unknown: their answer was lost",
                    back,
                    unknown);
        }
    }

    /** Every second: due sends become ready, expired ones end. */
    public synchronized void sweep() {
        Instant now = clock.instant();
        List<Send> wake = waiting.toWake(now, BATCH);
        while (!wake.isEmpty()) {
            List<SendLedger.Change> changes = new ArrayList<>();
            for (Send send : wake) {
                changes.add(moves.change(send, send.isExpired(now) ? send.expired(now) : send.ready(now)));
            }
            moveAll(changes);
            wake = waiting.toWake(now, BATCH);
        }
        overdue.look();
        numbers.all().stream()
                .map(BusinessNumber::phoneNumberId)
                .filter(waiting::hasReady)
                .forEach(feeder::wake);
    }

    /** Every five seconds: lost lane messages are put again, abandoned requests become unknown. */
    public synchronized void sweepLanes() {
        Instant now = clock.instant();
        Instant lost = now.minus(LANE_MESSAGE_LOST).minusMillis(1);
        Map<String, List<Send>> stuck = waiting.inState(SendState.QUEUED, lost, BATCH).stream()
                .collect(Collectors.groupingBy(send -> send.acceptance().phoneNumberId()));
        // What a number that is gone left in its lane waits in the ledger: there it goes on, or expires.
        stuck.forEach((id, sends) -> numbers.find(id)
                .ifPresentOrElse(
                        number -> feeder.putAgain(number, sends),
                        () -> moveAll(sends.stream()
                                .map(send -> moves.change(send, send.backFromLane(now)))
                                .toList())));
        giveUpSending(now.minus(REQUEST_OVER));
        feeder.stopQuietLanes();
        overdue.announce();
    }

    private int giveUpSending(Instant markedBefore) {
        Instant now = clock.instant();
        int unknown = 0;
        List<Send> written;
        do {
            written = moves.moveAll(waiting.inState(SendState.SENDING, markedBefore, BATCH).stream()
                    .map(send -> moves.change(send, send.unanswered(Cause.of(Reason.AWAITING_STATUS), patience, now)))
                    .toList());
            written.forEach(send -> statuses.applyKept(send.id()));
            unknown += written.size();
        } while (written.size() == BATCH);
        return unknown;
    }

    private int moveAll(List<SendLedger.Change> changes) {
        return moves.moveAll(changes).size();
    }

    /** A person wrote: what waited for the window may go. */
    public void windowOpened(BusinessNumber number, String contact) {
        Instant now = clock.instant();
        moveAll(waiting.heldForWindow(number.phoneNumberId(), contact).stream()
                .map(send -> moves.change(send, send.ready(now)))
                .toList());
    }
}
