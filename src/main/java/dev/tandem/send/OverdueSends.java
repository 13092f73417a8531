package dev.tandem.send;

import dev.tandem.domain.Alerts;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks after sends that left and of which something should have come: an unknown one becomes a person's to decide, or goes
 * again when its request allows it; one without any status is looked up at Meta; one that was never delivered ends so.
 * Idempotent. Thread-safe; one run at a time.
 */
public final class OverdueSends {

    /** The alert of a number with sends that a person must decide. */
    static final String ANSWER_LOST = "answer_lost";

    private static final int BATCH = 500;

    /** However often its answer is lost, a request is not sent again by itself more than so often. */
    private static final int MOST_RESENDS = 3;

    private final SendLedger ledger;
    private final WaitingSends waiting;
    private final SendMoves moves;
    private final StatusDesk statuses;
    private final NumberDirectory numbers;
    private final HistoryLookup lookup;
    private final Alerts alerts;
    private final SendIds ids;
    private final Patience patience;
    private final Clock clock;
    private final Map<String, Long> undecided = new ConcurrentHashMap<>();

    public OverdueSends(
            SendLedger ledger,
            WaitingSends waiting,
            SendMoves moves,
            StatusDesk statuses,
            NumberDirectory numbers,
            HistoryLookup lookup,
            Alerts alerts,
            SendIds ids,
            Patience patience,
            Clock clock) {
        this.ledger = ledger;
        this.waiting = waiting;
        this.moves = moves;
        this.statuses = statuses;
        this.numbers = numbers;
        this.lookup = lookup;
        this.alerts = alerts;
        this.ids = ids;
        this.patience = patience;
        this.clock = clock;
    }

    /** Looks at everything that is overdue now. */
    public synchronized void look() {
        Instant now = clock.instant();
        List<Send> overdue = waiting.overdue(now, BATCH);
        while (!overdue.isEmpty()) {
            List<SendLedger.Change> changes = new ArrayList<>();
            List<Send> silent = new ArrayList<>();
            for (Send send : overdue) {
                // A status may have been kept just before a crash, and never applied.
                statuses.applyKept(send.id());
                ledger.find(send.id()).filter(send::equals).ifPresent(same -> changes.add(change(same, silent, now)));
            }
            moves.moveAll(changes);
            silent.forEach(lookup::ask);
            overdue = waiting.overdue(now, BATCH);
        }
    }

    private SendLedger.Change change(Send send, List<Send> silent, Instant now) {
        if (send.state() == SendState.UNKNOWN) {
            return mayGoAgain(send, now)
                    ? moves.change(
                            send,
                            send.closed(
                                    Cause.of(Reason.ANSWER_LOST, "It is sent again: it is marked duplicateSafe."), now),
                            send.successor(ids.next(), null, send.acceptance().expiresAt(), now))
                    : told(send, send.undecided(Cause.of(Reason.ANSWER_LOST), now));
        }
        Instant end = send.progress().changedAt().plus(patience.delivery());
        if (!now.isBefore(end)) {
            return told(send, send.closed(Cause.of(Reason.NOT_DELIVERED_IN_TIME), now));
        }
        silent.add(send);
        // Later and later: what Meta does not know after ten minutes it may know after an hour.
        Duration age = Duration.between(send.progress().changedAt(), now);
        Instant next = now.plus(age.compareTo(patience.status()) > 0 ? age : patience.status());
        return new SendLedger.Change(send, send.observedUntil(next.isBefore(end) ? next : end), List.of());
    }

    private SendLedger.Change told(Send before, Send after) {
        return moves.told(before, after);
    }

    private static boolean mayGoAgain(Send send, Instant now) {
        return SendContent.of(send).duplicateSafe()
                && !send.isExpired(now)
                && send.acceptance().generation() < MOST_RESENDS;
    }

    /** Says for every number how many of its sends a person must decide; is quiet when there are none. */
    public void announce() {
        Map<String, Long> counts = waiting.undecided();
        for (BusinessNumber number : numbers.all()) {
            String id = number.phoneNumberId();
            long count = counts.getOrDefault(id, 0L);
            Long before = undecided.put(id, count);
            if (count == 0 && (before == null || before > 0)) {
                alerts.clear(ANSWER_LOST, id);
            } else if (count > 0 && (before == null || before != count)) {
                alerts.raise(
                        ANSWER_LOST,
                        id,
                        id,
                        count + " sends of " + number + " left without an answer, and nothing told of them since. Look"
                                + " at each chat, then decide: GET /api/v1/sends?state=unknown, and POST"
                                + " /api/v1/sends/{sendId}/resend or /close.");
            }
        }
    }
}
