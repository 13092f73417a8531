package dev.tandem.coexistence.sync;

import dev.tandem.FakeAlerts;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Alert;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.Event;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The room of syncs with everything around it in memory, at the moment when the shop was linked. */
final class SyncRoom {

    static final Duration QUIET = Duration.ofMinutes(30);
    static final Duration SETTLE = Duration.ofMinutes(2);
    static final SyncAnswer YES = new SyncAnswer.Accepted("req-1");

    final FakeSyncStore store = new FakeSyncStore();
    final FakeAlerts alerts = new FakeAlerts();
    final NumberDirectory numbers = new NumberDirectory(List.of(TestNumbers.SHOP));
    final MovableClock clock = new MovableClock(Clock.fixed(TestNumbers.LINKED, ZoneOffset.UTC));
    final List<HistoryChunk> chunks = new ArrayList<>();

    /** What Meta was asked, in order. */
    final List<SyncKind> asked = new ArrayList<>();

    /** What it answered, in order. */
    final List<SyncAnswer> given = new ArrayList<>();

    /** What Meta says next; a kind without an entry is accepted. May throw, as a process that is killed. */
    final Map<SyncKind, Supplier<SyncAnswer>> answers = new HashMap<>();

    /** How the shop is connected while it is away, null while it is linked. */
    @Nullable
    Connection away;

    /** When the oldest webhook arrived that stands in line, null when none does. */
    @Nullable
    Instant inLine;

    AutoHistory plan = AutoHistory.LAST_HOUR;
    final SyncDesk desk = engine();

    /** One more engine on the same store. */
    SyncDesk engine() {
        return new SyncDesk(
                store,
                this::answer,
                number -> chunks.stream()
                        .filter(chunk -> !chunk.firstAt().isBefore(number.linkedAt()))
                        .toList(),
                alerts,
                List.of(id -> Optional.empty(), id -> Optional.of(plan)),
                numbers,
                number -> Optional.ofNullable(away),
                now -> Objects.requireNonNullElse(inLine, now),
                new SyncRules(QUIET, SETTLE),
                clock);
    }

    private SyncAnswer answer(BusinessNumber number, SyncKind kind) {
        asked.add(kind);
        SyncAnswer answer = answers.getOrDefault(kind, () -> YES).get();
        given.add(answer);
        return answer;
    }

    BusinessNumber shop() {
        return numbers.all().get(0);
    }

    /** As the timer's route does. */
    void round() {
        round(desk);
    }

    static void round(SyncDesk engine) {
        engine.askContacts();
        engine.askHistory();
        engine.settle();
    }

    void roundAfter(Duration time) {
        clock.advance(time);
        round();
    }

    /** A round every ten minutes. */
    void roundsFor(Duration time) {
        Instant until = clock.instant().plus(time);
        while (clock.instant().isBefore(until)) {
            roundAfter(Duration.ofMinutes(10));
        }
    }

    /** A chunk is stored, and the sync is told. */
    void chunk(int phase, int order, int progress) {
        chunk(phase, order, progress, clock.instant());
    }

    /** The same of one that came a while ago and stood in line. */
    void chunk(int phase, int order, int progress, Instant cameAt) {
        HistoryChunk chunk = new HistoryChunk(phase, order, progress, 100, cameAt);
        chunks.add(chunk);
        desk.chunk(shop(), chunk);
    }

    NumberSync sync() {
        return desk.view(shop()).sync();
    }

    String history() {
        return sync().historyState();
    }

    List<String> alertCodes() {
        return alerts.standing().stream().map(Alert::code).sorted().toList();
    }

    List<String> outcomes() {
        return store.events.stream()
                .map(event -> event.type() + " " + item(event).get("outcome"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> item(Event event) {
        return (Map<String, Object>) event.body().get("item");
    }
}
