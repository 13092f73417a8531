package dev.tandem.coexistence.sync;

import dev.tandem.coexistence.LinkNews;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncClose;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncRules;
import dev.tandem.domain.SyncTexts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a number's past, each part once per linking, and follows what comes of it. A call is on disk before it leaves; one whose
 * answer nobody knows is never made again by itself. Thread-safe, also among several engines.
 *
 * <p>Source: R14 to R24.
 */
public final class SyncDesk implements LinkNews {

    private static final Logger LOG = LoggerFactory.getLogger(SyncDesk.class);
    private static final String OURSELVES = "tandem";

    private final SyncStore store;
    private final SyncCalls calls;
    private final ChunkLedger ledger;
    private final SyncNotices notices;
    private final SyncBook book;
    private final NumberDirectory numbers;
    private final Absence absence;
    private final Arrivals arrivals;
    private final SyncRules rules;
    private final Clock clock;

    /**
     * Since when this engine hears what comes: its first round. Between its building and that it may still start, and what comes
     * meanwhile is turned away at the door.
     */
    private final AtomicReference<@Nullable Instant> listening = new AtomicReference<>();

    /** When this engine stored a part of each number's past last: what came long before may have stood in line here. */
    private final Map<String, Instant> stored = new ConcurrentHashMap<>();

    /** The last fault of each number, so that it is logged once and not every few seconds. */
    private final Map<String, String> faults = new ConcurrentHashMap<>();

    public SyncDesk(
            SyncStore store,
            SyncCalls calls,
            ChunkLedger ledger,
            Alerts alerts,
            List<SyncPlan> plans,
            NumberDirectory numbers,
            Absence absence,
            Arrivals arrivals,
            SyncRules rules,
            Clock clock) {
        this.store = store;
        this.calls = calls;
        this.ledger = ledger;
        this.notices = new SyncNotices(alerts);
        this.book = new SyncBook(store, ledger, notices, plans, clock);
        this.numbers = numbers;
        this.absence = absence;
        this.arrivals = arrivals;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * A sync as people look at it.
     *
     * @param chunks what has come of the history
     * @param asksAt when the history is asked for by itself, null when it is not
     * @param away how the number is connected while a call of its sync waits for it to come back, null otherwise
     */
    public record View(
            NumberSync sync,
            List<HistoryChunk> chunks,
            AutoHistory plan,
            @Nullable Instant asksAt,
            @Nullable Connection away) {}

    /** How a number's sync stands. */
    public View view(BusinessNumber number) {
        NumberSync sync = book.now(number);
        AutoHistory plan = book.plan(number);
        List<HistoryChunk> chunks = sync.progress().chunkAt() == null ? List.of() : ledger.chunks(number);
        Connection away = away(number, sync);
        Instant asksAt = away == null ? rules.historyAt(sync, plan).orElse(null) : null;
        return new View(sync, chunks, plan, asksAt, away);
    }

    /** Nobody needs to know of a sync whose calls are made. */
    private @Nullable Connection away(BusinessNumber number, NumberSync sync) {
        boolean open =
                !sync.isOver() && (sync.contacts().isOpen() || sync.history().isOpen());
        return open ? absence.of(number).orElse(null) : null;
    }

    /** Whether a call may be made now, without a person's word on an unclear one. */
    public boolean mayAsk(View view, SyncKind kind) {
        return view.away() == null
                && view.sync().whyNot(kind, clock.instant(), false).isEmpty();
    }

    /**
     * What a call came to.
     *
     * @param answer what Meta said, null when the call was not made
     * @param why the call was not made, empty when it was
     */
    public record Asked(NumberSync sync, @Nullable SyncAnswer answer, String why) {}

    /** A number was linked: everything begins anew. The contacts are asked for in the next round. */
    @Override
    public void linked(BusinessNumber number) {
        book.begin(number);
    }

    /** Asks for the contacts of every number whose turn it is, and puts numbers on record that are new here. */
    public void askContacts() {
        numbers.all().forEach(number -> guarded(number, book::onRecord));
        running((number, sync) -> {
            if (rules.contactsDue(sync, clock.instant())) {
                ask(number, SyncKind.CONTACTS, OURSELVES, false);
            }
        });
    }

    /** Asks for the history of every number whose turn it is. */
    public void askHistory() {
        running((number, sync) -> {
            if (rules.historyDue(sync, book.plan(number), clock.instant())) {
                ask(number, SyncKind.HISTORY, OURSELVES, false);
            }
        });
    }

    /** Looks at what came, what is left lying, what runs out and what is over. */
    public void settle() {
        listening.compareAndSet(null, clock.instant());
        running((number, sync) -> settle(number));
    }

    private void running(BiConsumer<BusinessNumber, NumberSync> work) {
        for (NumberSync sync : store.running()) {
            numbers.find(sync.phoneNumberId())
                    .filter(number -> NumberSync.key(number).equals(sync.linkedAt()))
                    .ifPresent(number -> guarded(number, it -> work.accept(it, sync)));
        }
    }

    /** One number's fault must not hold up the others. */
    private void guarded(BusinessNumber number, Consumer<BusinessNumber> work) {
        try {
            work.accept(number);
            faults.remove(number.phoneNumberId());
        } catch (RuntimeException e) {
            if (!String.valueOf(e).equals(faults.put(number.phoneNumberId(), String.valueOf(e)))) {
                LOG.error("The sync of {} could not be looked after; it is tried again in the next round", number, e);
            }
        }
    }

    /**
     * Makes one call, if it may be made: not while the number is away from its phone, because the call might be used up for
     * nothing. Blocks until Meta has answered.
     *
     * @param by the name of who asks
     * @param again whether that person says that an unclear call did not count
     */
    public Asked ask(BusinessNumber number, SyncKind kind, String by, boolean again) {
        book.onRecord(number);
        for (int race = 0; race < SyncBook.MOST_RACES; race++) {
            NumberSync before = book.now(number);
            Instant now = clock.instant();
            Optional<String> why = before.whyNot(kind, now, again)
                    .or(() -> absence.of(number).map(away -> SyncTexts.away(before, kind, away)));
            if (why.isPresent()) {
                return new Asked(before, null, why.get());
            }
            NumberSync asking = before.asking(kind, now, by, again);
            if (store.change(before, asking, List.of(), () -> {})) {
                LOG.info("Number {}: Meta is asked for its {}, by {}.", number, kind.code(), by);
                return answered(number, kind, asking.call(kind).tries());
            }
        }
        throw SyncBook.racing(number);
    }

    private Asked answered(BusinessNumber number, SyncKind kind, int tries) {
        SyncAnswer answer = answer(number, kind);
        book.change(number, sync -> sync.answered(kind, tries, answer));
        settle(number);
        return new Asked(book.now(number), answer, "");
    }

    private SyncAnswer answer(BusinessNumber number, SyncKind kind) {
        try {
            return calls.ask(number, kind);
        } catch (RuntimeException e) {
            LOG.error("The call for the {} of {} failed in the engine itself", kind.code(), number, e);
            return new SyncAnswer.Unclear(
                    "The engine itself failed on it (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** Whether what comes of a number's past at this time may be of its last linking. */
    public boolean awaits(BusinessNumber number, Instant at) {
        book.onRecord(number);
        return book.now(number).awaits(at);
    }

    /** A part of the past has been stored. */
    public void chunk(BusinessNumber number, HistoryChunk chunk) {
        stored.put(number.phoneNumberId(), clock.instant());
        book.onRecord(number);
        book.change(number, sync -> sync.chunkCame(chunk));
    }

    /** The owner does not share the past: a normal end (R24), until a part of it comes all the same. */
    public void declined(BusinessNumber number, Instant at) {
        book.onRecord(number);
        book.change(number, sync -> sync.declined(at));
    }

    /**
     * Contacts of the phone book came.
     *
     * @param noEdit whether one of them is no edit made since the linking
     */
    public void contacts(BusinessNumber number, Instant at, boolean noEdit) {
        book.onRecord(number);
        book.change(number, sync -> sync.contactsCame(at, noEdit));
    }

    private void settle(BusinessNumber number) {
        Instant now = clock.instant();
        // What arrived and stands in line is no silence.
        Instant known = arrivals.storedUntil(now);
        Instant heard = heard(number, now);
        List<HistoryChunk> chunks = ledger.chunks(number);
        book.change(number, sync -> {
            NumberSync next = sync;
            for (HistoryChunk chunk : chunks) {
                next = next.chunkCame(chunk);
            }
            for (SyncKind kind : SyncKind.values()) {
                next = next.parked(kind, now);
            }
            next = next.overdue(now);
            if (rules.isContactsSilent(next, heard, known)) {
                next = next.contactsSilent(now);
            }
            Optional<SyncClose> end = rules.end(next, chunks, heard, known);
            return end.isPresent() ? next.ended(end.get()) : next;
        });
        alarm(number, now);
    }

    /** Since when nothing of this number's past stands in line here. */
    private Instant heard(BusinessNumber number, Instant now) {
        Instant last = stored.get(number.phoneNumberId());
        return last != null ? last : Objects.requireNonNullElse(listening.get(), now);
    }

    private void alarm(BusinessNumber number, Instant now) {
        AutoHistory plan = book.plan(number);
        NumberSync sync = book.now(number);
        Connection away = absence.of(number).orElse(null);
        if (away == null && rules.historyDue(sync, plan, now)) {
            // It is asked for in this very round: nobody needs to.
            return;
        }
        int due = rules.alarmsDue(sync, now);
        if (due > sync.alarms()) {
            Instant asksAt = rules.historyAt(sync, plan).filter(now::isBefore).orElse(null);
            // Whoever loses this race finds it raised in the next round.
            store.change(sync, sync.alarmed(due), List.of(), () -> notices.deadline(number, sync, due, asksAt, away));
        }
    }
}
