package dev.tandem.send;

import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.Send;
import dev.tandem.domain.StatusReport;
import dev.tandem.send.SendLedger.KeptStatus;
import dev.tandem.send.SendLedger.StatusKey;
import dev.tandem.send.SendLedger.StatusRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps many statuses with one reading, one transaction and so one durable write. It takes only what is plain: new, no
 * failure, nothing that concerns another send. The rest is left for {@link StatusDesk}, one by one; so is everything when
 * anybody else is faster. Thread-safe.
 */
public final class StatusBatch {

    private final SendLedger ledger;
    private final StatusDesk desk;

    public StatusBatch(SendLedger ledger, StatusDesk desk) {
        this.ledger = ledger;
        this.desk = desk;
    }

    /**
     * A status and what tells of it.
     *
     * @param events what channel {@code status} tells, written in the same transaction
     */
    public record Told(StatusReport report, List<Event> events) {}

    /** Keeps and applies what is plain; returns the places in the list of those that it left, all on disk or none. */
    public Set<Integer> apply(List<Told> told) {
        Sends sends = sends(told.stream().map(Told::report).toList());
        Set<StatusKey> known = new HashSet<>(ledger.keptOf(
                told.stream().map(one -> one.report().wamid()).distinct().toList()));
        Set<Integer> left = new HashSet<>();
        List<KeptStatus> kept = new ArrayList<>();
        List<StatusReport> early = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            StatusReport report = told.get(i).report();
            Send send = sends.of(report);
            if (!isPlain(report, send) || !known.add(new StatusKey(report.wamid(), report.status()))) {
                left.add(i);
                continue;
            }
            StatusRow row = StatusDesk.row(report, send);
            SendLedger.Change change = send == null ? null : desk.lift(send, row);
            kept.add(new KeptStatus(row, change, told.get(i).events(), StatusDesk.names(report, send)));
            if (change != null) {
                sends.moved(change.after());
            } else if (send == null || StatusDesk.isAwaited(send)) {
                early.add(report);
            }
        }
        if (!ledger.keepStatuses(kept)) {
            return all(told);
        }
        applyEarly(early);
        return left;
    }

    /** A failure has consequences, and a send that was given up may have a successor that must hear of it. */
    private static boolean isPlain(StatusReport report, @Nullable Send send) {
        return report.status() != DeliveryStatus.FAILED && (send == null || !StatusDesk.mayHaveSuccessor(send));
    }

    private static Set<Integer> all(List<Told> told) {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < told.size(); i++) {
            all.add(i);
        }
        return all;
    }

    /** The answer to a request may have been recorded between our reading and our writing. */
    private void applyEarly(List<StatusReport> early) {
        if (!early.isEmpty()) {
            Sends now = sends(early);
            early.stream()
                    .map(now::of)
                    .filter(Objects::nonNull)
                    .filter(send -> !StatusDesk.isAwaited(send))
                    .map(Send::id)
                    .distinct()
                    .forEach(desk::applyKept);
        }
    }

    private Sends sends(List<StatusReport> reports) {
        List<Long> ids = reports.stream()
                .map(StatusDesk::ours)
                .filter(Objects::nonNull)
                .map(SendIds.CallbackId::sendId)
                .distinct()
                .toList();
        List<String> wamids =
                reports.stream().map(StatusReport::wamid).distinct().toList();
        return new Sends(ledger.findAll(ids, wamids));
    }

    /** The sends that statuses are about, as they are while one status after the other is applied. */
    private static final class Sends {

        private final Map<Long, Send> byId = new HashMap<>();
        private final Map<String, Long> byWamid = new HashMap<>();

        Sends(Collection<Send> found) {
            found.forEach(this::moved);
        }

        void moved(Send send) {
            byId.put(send.id(), send);
            String wamid = send.progress().wamid();
            if (wamid != null) {
                byWamid.putIfAbsent(wamid, send.id());
            }
        }

        @Nullable
        Send of(StatusReport report) {
            SendIds.CallbackId ours = StatusDesk.ours(report);
            Send byOurId = ours == null ? null : byId.get(ours.sendId());
            Long byMetas = byWamid.get(report.wamid());
            return byOurId != null || byMetas == null ? byOurId : byId.get(byMetas);
        }
    }
}
