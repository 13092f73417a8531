package dev.tandem.coexistence.sync;

import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.HistoryProgress;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncEnd;
import dev.tandem.domain.SyncKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The syncs on record: each change is kept together with the event and the notice that it brings. Thread-safe, also among several engines. */
final class SyncBook {

    /** Each loss is another's success, so this many in a row means that something else is wrong. */
    static final int MOST_RACES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SyncBook.class);

    private final SyncStore store;
    private final ChunkLedger ledger;
    private final SyncNotices notices;
    private final List<SyncPlan> plans;
    private final Clock clock;

    /** Linkings that are on record, so that a round asks the store for those that run and for no other. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    SyncBook(SyncStore store, ChunkLedger ledger, SyncNotices notices, List<SyncPlan> plans, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.notices = notices;
        this.plans = List.copyOf(plans);
        this.clock = clock;
    }

    /** Puts a linking on record, unless it is. One whose 24 hours are over is left in peace: it was linked before Tandem knew it. */
    void begin(BusinessNumber number) {
        Instant now = clock.instant();
        NumberSync fresh = NumberSync.of(number);
        boolean open = now.isBefore(fresh.deadline());
        boolean begun = store.begin(open ? fresh : NumberSync.missed(number, now), () -> notices.linked(number));
        if (begun && open) {
            LOG.info("Number {} was linked at {}: its past can be asked for in 24 hours.", number, number.linkedAt());
        }
    }

    /** The same, without a look into the store when the linking is known here. */
    void onRecord(BusinessNumber number) {
        Instant linkedAt = NumberSync.key(number);
        String linking = number.phoneNumberId() + '|' + linkedAt;
        if (known.contains(linking)) {
            return;
        }
        if (store.find(number.phoneNumberId(), linkedAt).isEmpty()) {
            begin(number);
        }
        known.add(linking);
    }

    /** The sync of a number's linking, also of one that is not on record yet. */
    NumberSync now(BusinessNumber number) {
        return store.find(number.phoneNumberId(), NumberSync.key(number)).orElseGet(() -> {
            NumberSync fresh = NumberSync.of(number);
            Instant now = clock.instant();
            return now.isBefore(fresh.deadline()) ? fresh : NumberSync.missed(number, now);
        });
    }

    /** When a number's history is asked for by itself. */
    AutoHistory plan(BusinessNumber number) {
        return plans.stream()
                .flatMap(plan -> plan.of(number.phoneNumberId()).stream())
                .findFirst()
                .orElse(AutoHistory.LAST_HOUR);
    }

    /** Changes a sync, whoever else does so at the same time; what changes nothing is not written. */
    void change(BusinessNumber number, UnaryOperator<NumberSync> how) {
        for (int race = 0; race < MOST_RACES; race++) {
            NumberSync before = now(number);
            NumberSync after = how.apply(before);
            if (after.equals(before) || keep(number, before, after)) {
                return;
            }
        }
        throw racing(number);
    }

    static IllegalStateException racing(BusinessNumber number) {
        return new IllegalStateException(
                "The sync of " + number + " changes too often at this moment. Try again in a moment.");
    }

    private boolean keep(BusinessNumber number, NumberSync before, NumberSync after) {
        boolean ended = after.isOver() && !after.close().equals(before.close());
        List<HistoryChunk> chunks = ended ? ledger.chunks(number) : List.of();
        List<Event> events = new ArrayList<>();
        if (after.isWithoutContacts() && !before.isWithoutContacts()) {
            events.add(SyncNotices.noContacts(number, after));
        }
        if (ended) {
            events.add(SyncNotices.event(number, before, after, chunks));
        }
        return store.change(before, after, events, () -> {
            tell(number, before, after);
            if (ended) {
                notices.ended(number, after, HistoryProgress.of(chunks), plan(number));
            }
        });
    }

    private void tell(BusinessNumber number, NumberSync before, NumberSync after) {
        for (SyncKind kind : SyncKind.values()) {
            if (!after.call(kind).equals(before.call(kind))) {
                boolean byItself = kind == SyncKind.CONTACTS || plan(number) != AutoHistory.NEVER;
                notices.called(number, after, kind, byItself);
            }
        }
        if (after.isWithoutContacts() != before.isWithoutContacts()) {
            notices.contacts(number, after);
        }
        if (before.isOver() && !after.isOver()) {
            notices.endOver(number);
        }
        if (before.end() == SyncEnd.DECLINED && !after.isOver()) {
            notices.declinedInError(number, after);
        }
    }
}
