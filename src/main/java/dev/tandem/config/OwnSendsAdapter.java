package dev.tandem.config;

import dev.tandem.coexistence.watch.SignsOfLife;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.StatusReport;
import dev.tandem.send.LedgerSweep;
import dev.tandem.send.MirrorBook;
import dev.tandem.send.PaceBook;
import dev.tandem.send.SendLedger;
import dev.tandem.send.StatusBatch;
import dev.tandem.send.StatusDesk;
import dev.tandem.webhook.OwnSends;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What the way back tells the sends: the only thread between the two rooms. */
@Component
class OwnSendsAdapter implements OwnSends {

    private final StatusDesk statuses;
    private final StatusBatch batch;
    private final PaceBook paces;
    private final LedgerSweep sweep;
    private final SendLedger ledger;
    private final MirrorBook mirror;
    private final SignsOfLife signs;

    OwnSendsAdapter(
            StatusDesk statuses,
            StatusBatch batch,
            PaceBook paces,
            LedgerSweep sweep,
            SendLedger ledger,
            MirrorBook mirror,
            SignsOfLife signs) {
        this.statuses = statuses;
        this.batch = batch;
        this.paces = paces;
        this.sweep = sweep;
        this.ledger = ledger;
        this.mirror = mirror;
        this.signs = signs;
    }

    @Override
    public boolean status(StatusReport report, List<Event> events) {
        signs.statusCame(report.phoneNumberId());
        return statuses.apply(report, events);
    }

    @Override
    public Set<Integer> statuses(List<TellingStatus> told) {
        told.stream().map(one -> one.report().phoneNumberId()).distinct().forEach(signs::statusCame);
        return batch.apply(told.stream()
                .map(one -> new StatusBatch.Told(one.report(), List.of(one.event())))
                .toList());
    }

    @Override
    public void phoneActed(BusinessNumber number, Instant at) {
        signs.phoneActed(number.phoneNumberId(), at);
    }

    @Override
    public void personWrote(BusinessNumber number, Set<String> names, Instant at) {
        paces.inbound(number);
        names.forEach(contact -> sweep.windowOpened(number, contact));
    }

    @Override
    public void phoneSent(BusinessNumber number, Instant at) {
        paces.app(number);
    }

    @Override
    public boolean isOwn(String wamid) {
        return ledger.findByWamid(wamid).isPresent();
    }

    @Override
    public boolean awaitsAnswer(BusinessNumber number, Set<String> names, Instant lostSince, Instant markedUntil) {
        return mirror.awaitsAnswer(number.phoneNumberId(), names, lostSince, markedUntil);
    }
}
