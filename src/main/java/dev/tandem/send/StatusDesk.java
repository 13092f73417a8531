package dev.tandem.send;

import dev.tandem.domain.Event;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.StatusReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lifts sends by the statuses that Meta reports. A status finds its send by our own id, which comes back with it, or by
 * Meta's; one that is faster than the answer to its request waits for it. Thread-safe.
 */
public final class StatusDesk {

    private final SendLedger ledger;
    private final SendMoves moves;
    private final ResultEvents events;
    private final Clock clock;

    public StatusDesk(SendLedger ledger, SendMoves moves, ResultEvents events, Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.events = events;
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
            SendLedger.Change change = found.map(send -> lift(send, row)).orElse(null);
            switch (ledger.keepStatus(row, change, channelEvents)) {
                case KNOWN -> {
                    return false;
                }
                case KEPT -> {
                    if (change == null && found.map(StatusDesk::isAwaited).orElse(true)) {
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
            SendLedger.Change change = lift(current, row);
            if (change != null) {
                moves.move(change.before(), change.after());
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

    private SendLedger.@Nullable Change lift(Send send, SendLedger.StatusRow row) {
        boolean ofAnEarlierAttempt =
                row.attempt() != 0 && row.attempt() != send.progress().attempt();
        Optional<SendState> lifted = row.status().lift(send.state());
        if (lifted.isEmpty() || (ofAnEarlierAttempt && lifted.get() == SendState.FAILED)) {
            return null;
        }
        Send after = send.lifted(lifted.get(), row.cause(), row.wamid(), row.pricing(), clock.instant());
        List<Event> told = new ArrayList<>(events.of(send, after));
        return new SendLedger.Change(send, after, told);
    }
}
