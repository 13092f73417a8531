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
                    return false;
                }
                case KEPT -> {
                    if (change != null) {
                        lifted(change, row);
                    } else if (found.map(StatusDesk::isAwaited).orElse(true)) {
                        // The answer may have been recorded between our reading and our writing.
                        locate(report).filter(send -> !isAwaited(send)).ifPresent(this::applyKept);
                    }
                    return true;
                }
                case OUTRUN -> {
                    // Somebody moved the send: look again.
                }
            }
        }
    }

    /** Applies what was kept while the answer was awaited. */
    void applyKept(Send send) {
        String wamid = send.progress().wamid();
        for (SendLedger.StatusRow row : ledger.statuses(send.id(), wamid == null ? "" : wamid)) {
            Send current = ledger.find(send.id()).orElse(send);
            failures.closeWindow(current, row);
            SendLedger.Change change = lift(current, row);
            if (change != null && moves.move(change)) {
                lifted(change, row);
            }
        }
    }

    private static boolean isAwaited(Send send) {
        return send.state() == SendState.SENDING;
    }

    private Optional<Send> locate(StatusReport report) {
        String callbackData = report.callbackData();
        SendIds.CallbackId ours = callbackData == null ? null : SendIds.parseCallback(callbackData);
        if (ours != null) {
            Optional<Send> byOurId = ledger.find(ours.sendId());
            if (byOurId.isPresent()) {
                return byOurId;
            }
        }
        return ledger.findByWamid(report.wamid());
    }

    private static SendLedger.StatusRow row(StatusReport report, @Nullable Send send) {
        String callbackData = report.callbackData();
        SendIds.CallbackId ours = callbackData == null ? null : SendIds.parseCallback(callbackData);
        return new SendLedger.StatusRow(
                report.wamid(),
                report.status(),
                send == null ? null : send.id(),
                ours == null ? 0 : ours.attempt(),
                report.at(),
                report.cause(),
                report.pricing());
    }

    private static SendLedger.@Nullable PersonNames names(StatusReport report, @Nullable Send send) {
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

    private SendLedger.@Nullable Change lift(Send send, SendLedger.StatusRow row) {
        boolean ofAnEarlierAttempt =
                row.attempt() != 0 && row.attempt() != send.progress().attempt();
        Optional<SendState> lifted = row.status().lift(send.state());
        if (lifted.isEmpty() || (ofAnEarlierAttempt && lifted.get() == SendState.FAILED)) {
            return null;
        }
        Instant now = clock.instant();
        Send after = send.lifted(lifted.get(), cause(send, row), row.wamid(), row.pricing(), patience, now);
        Optional<Send> successor =
                lifted.get() == SendState.FAILED ? failures.successor(send, row, now) : Optional.empty();
        return successor
                .map(made -> moves.change(send, after, made))
                .orElseGet(() -> new SendLedger.Change(send, after, events.of(send, after)));
    }

    /** Why it failed, or that a send which was made of it is on the way, too. */
    private @Nullable Cause cause(Send send, SendLedger.StatusRow row) {
        boolean proved = row.status() != DeliveryStatus.FAILED && mayHaveSuccessor(send);
        return proved && ledger.successorOf(send.id()).isPresent() ? Cause.of(Reason.ALSO_DELIVERED) : row.cause();
    }

    private static boolean mayHaveSuccessor(Send send) {
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
