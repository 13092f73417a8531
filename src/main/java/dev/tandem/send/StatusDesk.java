package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lifts sends by the statuses that Meta reports. A status finds its send by our own id, which comes back with it, or by
 * Meta's; one that is faster than the answer to its request waits for it. A failure that comes late ends its send, and by the
 * table of errors a new send may be made of it, once. Thread-safe.
 */
public final class StatusDesk {

    private final SendLedger ledger;
    private final SendMoves moves;
    private final ResultEvents events;
    private final LateFailures failures;
    private final Patience patience;
    private final Clock clock;

    public StatusDesk(
            SendLedger ledger,
            SendMoves moves,
            ResultEvents events,
            LateFailures failures,
            Patience patience,
            Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.events = events;
        this.failures = failures;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Keeps a status and applies it.
     *
     * @param channelEvents what channel {@code status} tells, written in the same transaction
     * @return false when the status was known: nothing is written
     */
    public boolean apply(StatusReport report, List<Event> channelEvents) {
        while (true) {
            Optional<Send> found = locate(report);
            SendLedger.StatusRow row = row(report, found.orElse(null));
            found.ifPresent(send -> failures.closeWindow(send, row));
            SendLedger.Change change = found.map(send -> lift(send, row)).orElse(null);
            switch (ledger.keepStatus(row, change, channelEvents, names(report, found.orElse(null)))) {
                case KNOWN -> {
                    // It may have been kept just before a crash, and never applied.
                    found.filter(send -> !isAwaited(send)).ifPresent(send -> applyKept(send.id()));
                    return false;
                }
                case KEPT -> {
                    if (change != null) {
                        lifted(change, row);
                    } else if (found.map(StatusDesk::isAwaited).orElse(true)) {
                        // The answer may have been recorded between our reading and our writing.
                        locate(report).filter(send -> !isAwaited(send)).ifPresent(send -> applyKept(send.id()));
                    }
                    return true;
                }
                case OUTRUN -> {
                    // Somebody moved the send: look again.
                }
            }
        }
    }

    /** Applies what was kept while the answer was awaited, as often as it takes; what is applied already changes nothing. */
    void applyKept(long id) {
        Optional<Send> found = ledger.find(id);
        String wamid = found.map(send -> send.progress().wamid()).orElse(null);
        for (SendLedger.StatusRow row : ledger.statuses(id, wamid == null ? "" : wamid)) {
            found = applied(found, row);
        }
    }

    /** The send after a status was applied to it; whoever changes it meanwhile only makes us look again. */
    private Optional<Send> applied(Optional<Send> found, SendLedger.StatusRow row) {
        Optional<Send> current = found;
        while (current.isPresent() && !isAwaited(current.get())) {
            SendLedger.Change change = lift(current.get(), row);
            if (change == null) {
                return current;
            }
            failures.closeWindow(current.get(), row);
            if (moves.move(change)) {
                lifted(change, row);
                return Optional.of(change.after());
            }
            current = ledger.find(current.get().id());
        }
        return current;
    }

    static boolean isAwaited(Send send) {
        return send.state() == SendState.SENDING;
    }

    private Optional<Send> locate(StatusReport report) {
        SendIds.CallbackId ours = ours(report);
        if (ours != null) {
            Optional<Send> byOurId = ledger.find(ours.sendId());
            if (byOurId.isPresent()) {
                return byOurId;
            }
        }
        return ledger.findByWamid(report.wamid());
    }

    /** The send and the attempt that a status names by our own id, null when it names none. */
    static SendIds.@Nullable CallbackId ours(StatusReport report) {
        String callbackData = report.callbackData();
        return callbackData == null ? null : SendIds.parseCallback(callbackData);
    }

    static SendLedger.StatusRow row(StatusReport report, @Nullable Send send) {
        SendIds.CallbackId ours = ours(report);
        return new SendLedger.StatusRow(
                report.wamid(),
                report.status(),
                send == null ? null : send.id(),
                ours == null ? 0 : ours.attempt(),
                report.at(),
                report.cause(),
                report.pricing());
    }

    static SendLedger.@Nullable PersonNames names(StatusReport report, @Nullable Send send) {
        if (report.waId() == null && report.userId() == null) {
            return null;
        }
        return new SendLedger.PersonNames(
                report.phoneNumberId(),
                send == null ? null : send.acceptance().recipient(),
                report.waId(),
                report.userId(),
                send == null ? report.at() : send.acceptance().acceptedAt());
    }

    /** The change that a status makes to a send that waits for no answer, null when it makes none. */
    SendLedger.@Nullable Change lift(Send send, SendLedger.StatusRow row) {
        boolean ofAnEarlierAttempt =
                row.attempt() != 0 && row.attempt() != send.progress().attempt();
        Optional<SendState> lifted =
                row.status().lift(send.state(), send.progress().attempt() > 0);
        if (lifted.isEmpty() || (ofAnEarlierAttempt && lifted.get() == SendState.FAILED)) {
            return ofAnEarlierAttempt ? null : priced(send, row);
        }
        Instant now = clock.instant();
        Send after = send.lifted(lifted.get(), cause(send, row), row.wamid(), row.pricing(), patience, now);
        Optional<Send> successor =
                lifted.get() == SendState.FAILED ? failures.successor(send, row, now) : Optional.empty();
        SendLedger.Change change = successor
                .map(made -> moves.change(send, after, made))
                .orElseGet(() -> new SendLedger.Change(send, after, events.of(send, after)));
        return lifted.get() == SendState.FAILED ? change.with(failures.debit(send, row)) : change;
    }

    /** Meta says the price with an early status: when that comes late, it lifts nothing and the price is kept all the same. */
    private SendLedger.@Nullable Change priced(Send send, SendLedger.StatusRow row) {
        String pricing = row.pricing();
        return pricing == null
                        || send.progress().pricing() != null
                        || !send.state().isArrived()
                ? null
                : moves.told(send, send.priced(pricing, clock.instant()));
    }

    /** Why it failed, or that a send which was made of it is on the way, too. */
    private @Nullable Cause cause(Send send, SendLedger.StatusRow row) {
        boolean proved = row.status() != DeliveryStatus.FAILED && mayHaveSuccessor(send);
        return proved && ledger.successorOf(send.id()).isPresent() ? Cause.of(Reason.ALSO_DELIVERED) : row.cause();
    }

    static boolean mayHaveSuccessor(Send send) {
        return send.state() == SendState.UNKNOWN || send.state() == SendState.FAILED;
    }

    /** What a lift means for others: after it is written, because a status that comes twice means nothing new. */
    private void lifted(SendLedger.Change change, SendLedger.StatusRow row) {
        if (row.status() == DeliveryStatus.FAILED) {
            failures.of(change.before(), row);
        } else if (mayHaveSuccessor(change.before())) {
            ledger.successorOf(change.before().id()).ifPresent(this::earlierProved);
        }
    }

    /** The earlier send arrived after all: its successor is called back, or says that the person got both. */
    private void earlierProved(Send successor) {
        Instant now = clock.instant();
        Send after = successor.state().isCancellable()
                ? successor.ended(SendState.CANCELLED, Cause.of(Reason.ALSO_DELIVERED), now)
                : successor.noted(Cause.of(Reason.ALSO_DELIVERED), now);
        if (!moves.move(moves.told(successor, after))) {
            ledger.find(successor.id()).ifPresent(this::earlierProved);
        }
    }
}
