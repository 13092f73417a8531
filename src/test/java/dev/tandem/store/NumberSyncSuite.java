package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.LogLines;
import dev.tandem.TestNumbers;
import dev.tandem.coexistence.AccountEvents;
import dev.tandem.coexistence.sync.SyncDesk;
import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.domain.Alert;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncClose;
import dev.tandem.domain.SyncEnd;
import dev.tandem.domain.SyncKind;
import dev.tandem.domain.SyncRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Syncs: the same for every database. */
abstract class NumberSyncSuite {

    private static final BusinessNumber SHOP =
            TestNumbers.SHOP.withLinkedAt(Instant.parse("2026-10-01T00:00:00.123456789Z"));
    private static final Instant SOON = SHOP.linkedAt().plusSeconds(60);
    private static final String SIX_HOURS = "alert_raised sync_deadline";
    private static final String ONE_HOUR = "alert_raised sync_deadline_last";
    private static final Event EVENT =
            AccountEvents.of(SHOP, "sync_ended", "1", SOON, "It ended.", Map.of("outcome", "complete"));

    private final MovableClock clock = new MovableClock(Clock.fixed(SOON, ZoneOffset.UTC));
    private final JdbcTemplate jdbc;
    private final JdbcOutbox outbox;
    private final JdbcAlerts alerts;
    private final JdbcNumberSyncs syncs;

    NumberSyncSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        alerts = new JdbcAlerts(jdbc, transaction, clock, outbox, new AlertEvents(TestNumbers.DIRECTORY));
        syncs = new JdbcNumberSyncs(jdbc, transaction, outbox);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private NumberSync kept() {
        return syncs.find(SHOP.phoneNumberId(), SHOP.linkedAt()).orElseThrow();
    }

    private boolean begin(NumberSync fresh) {
        return syncs.begin(fresh, () -> {});
    }

    private boolean change(NumberSync before, NumberSync after) {
        return syncs.change(before, after, List.of(), () -> {});
    }

    private List<Outbox.Pending> written() {
        return outbox.pending(Outbox.BEGINNING, 10);
    }

    @Test
    void everyPartComesBackAsItWasKept() {
        assertThat(begin(NumberSync.of(SHOP))).isTrue();
        assertThat(kept()).isEqualTo(NumberSync.of(SHOP));
        NumberSync before = kept();
        NumberSync after = before.asking(SyncKind.CONTACTS, SOON, "tandem", false)
                .contactsCame(SOON, true)
                .answered(SyncKind.CONTACTS, 1, new SyncAnswer.Accepted("req-1"))
                .asking(SyncKind.HISTORY, SOON, "crm", false)
                .answered(SyncKind.HISTORY, 1, new SyncAnswer.AlreadyUsed("Used."))
                .declined(SOON)
                .chunkCame(new HistoryChunk(2, 1, 100, 5, SOON))
                .alarmed(2);
        after = after.ended(new SyncRules(Duration.ofHours(1), Duration.ZERO)
                .end(after, List.of(), SOON, SOON.plusSeconds(1))
                .orElseThrow());
        assertThat(change(before, after)).isTrue();
        assertThat(kept()).usingRecursiveComparison().ignoringFields("version").isEqualTo(after);
        assertThat(kept().version()).isEqualTo(1);
        assertThat(kept().historyState()).isEqualTo("complete");
    }

    /** An ended sync is looked at as long as Meta's promise of contacts is open. */
    @Test
    void promisedContactsAreWaitedForBeyondTheEndUntilTheyAreGivenUp() {
        begin(NumberSync.of(SHOP));
        NumberSync before = kept();
        NumberSync after = before.asking(SyncKind.CONTACTS, SOON, "tandem", false)
                .answered(SyncKind.CONTACTS, 1, new SyncAnswer.Accepted("req-1"))
                .asking(SyncKind.HISTORY, SOON, "crm", false)
                .answered(SyncKind.HISTORY, 1, new SyncAnswer.Accepted("req-2"))
                .declined(SOON);
        assertThat(change(before, after)).isTrue();
        assertThat(syncs.running()).containsExactly(kept());
        assertThat(change(kept(), kept().contactsSilent(SOON))).isTrue();
        assertThat(kept().progress().silentAt()).isEqualTo(SOON.truncatedTo(ChronoUnit.MICROS));
        assertThat(kept().contactsState()).isEqualTo("silent");
        assertThat(syncs.running()).isEmpty();
        assertThat(change(kept(), kept().contactsCame(SOON, true))).isTrue();
        assertThat(kept().progress().silentAt()).isNull();
    }

    @Test
    void aLinkingBeginsOnceAndReplacesTheOneBefore() {
        assertThat(begin(NumberSync.of(SHOP))).isTrue();
        assertThat(begin(NumberSync.of(SHOP))).isFalse();
        BusinessNumber again = SHOP.withLinkedAt(SOON);
        assertThat(begin(NumberSync.of(again))).isTrue();
        assertThat(kept().historyState()).isEqualTo("replaced");
        assertThat(syncs.running()).containsExactly(NumberSync.of(again));
        assertThat(begin(NumberSync.of(TestNumbers.DESK))).isTrue();
        assertThat(syncs.begin(NumberSync.of(SHOP), () -> alerts.raise("sync_silent", "1", "1", "Text.")))
                .isFalse();
        assertThat(alerts.standing()).isEmpty();
        assertThat(syncs.running()).as("another number's").hasSize(2);
    }

    @Test
    void whoReadBeforeAnotherChangedIsRefusedWithEverythingThatGoesWithIt() {
        begin(NumberSync.of(SHOP));
        NumberSync read = kept();
        assertThat(change(read, read.asking(SyncKind.CONTACTS, SOON, "one", false)))
                .isTrue();
        assertThat(syncs.change(
                        read,
                        read.asking(SyncKind.CONTACTS, SOON, "two", false),
                        List.of(EVENT),
                        () -> alerts.raise("sync_silent", "1", "1", "Text.")))
                .isFalse();
        assertThat(kept().contacts().by()).isEqualTo("one");
        assertThat(written()).isEmpty();
        assertThat(alerts.standing()).isEmpty();
    }

    @Test
    void changeEventAndAlertAreKeptTogetherOrNotAtAll() {
        begin(NumberSync.of(SHOP));
        NumberSync read = kept();
        NumberSync declined = read.ended(new SyncClose(SyncEnd.DECLINED, "", SOON, true));
        assertThatThrownBy(() -> syncs.change(read, declined, List.of(EVENT), () -> {
                    alerts.raise("sync_silent", "1", "1", "Text.");
                    throw new IllegalStateException("the process ends here");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(kept()).isEqualTo(read);
        assertThat(written()).isEmpty();
        assertThat(alerts.standing()).isEmpty();
        assertThat(syncs.change(read, declined, List.of(EVENT), () -> alerts.raise("sync_silent", "1", "1", "Text.")))
                .isTrue();
        assertThat(written()).extracting(event -> event.head().type()).containsExactly("sync_ended", "alert_raised");
        assertThat(alerts.standing()).hasSize(1);
        assertThat(syncs.running()).isEmpty();
    }

    @Test
    void textsOfAnyLengthAreTaken() {
        begin(NumberSync.of(SHOP));
        NumberSync read = kept();
        assertThat(change(
                        read,
                        read.asking(SyncKind.CONTACTS, SOON, "n".repeat(500), false)
                                .answered(SyncKind.CONTACTS, 1, new SyncAnswer.Unclear("w".repeat(5000)))))
                .isTrue();
        assertThat(kept().contacts().words()).hasSize(1000);
    }

    @Test
    void ofManyAtTheSameTimeOneWins() throws Exception {
        CyclicBarrier start = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> wins = IntStream.range(0, 4)
                .mapToObj(i -> threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    int won = begin(NumberSync.of(SHOP)) ? 1 : 0;
                    start.await(10, TimeUnit.SECONDS);
                    NumberSync read = NumberSync.of(SHOP);
                    return won + (change(read, read.asking(SyncKind.CONTACTS, SOON, "e" + i, false)) ? 10 : 0);
                }))
                .toList();
        int sum = 0;
        for (Future<Integer> win : wins) {
            sum += win.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(sum).isEqualTo(11);
    }

    /** A desk whose calls Meta refuses for the token, as long as it is not said otherwise. */
    private SyncDesk desk(AtomicReference<SyncAnswer> answer) {
        return new SyncDesk(
                syncs,
                (number, kind) -> answer.get(),
                number -> List.of(),
                alerts,
                List.of(),
                new NumberDirectory(List.of(SHOP)),
                number -> Optional.empty(),
                now -> now,
                new SyncRules(Duration.ofHours(1), Duration.ofMinutes(1)),
                clock);
    }

    private void roundAt(SyncDesk desk, Duration beforeTheEnd) {
        Instant at = SHOP.linkedAt().plus(Duration.ofHours(24)).minus(beforeTheEnd);
        clock.advance(Duration.between(clock.instant(), at));
        desk.askContacts();
        desk.askHistory();
        desk.settle();
    }

    /** What was told of the alarms before the end, in order. */
    private List<String> deadlines() {
        return outbox.pending(Outbox.BEGINNING, 100).stream()
                .map(event -> event.head().type() + " "
                        + read(event.json()).path("item").path("code").asText())
                .filter(told -> told.contains("sync_deadline"))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> deadlines(LogLines log) {
        return log.all().stream().filter(line -> line.contains("sync_deadline")).toList();
    }

    /** R20: one that only counted higher would be no event and no line. */
    @Test
    void theAlarmOneHourBeforeTheEndIsAnEventAndALineOfItsOwn() {
        AtomicReference<SyncAnswer> answer = new AtomicReference<>(new SyncAnswer.Refused("Token.", 190, true));
        SyncDesk desk = desk(answer);
        try (LogLines log = new LogLines(JdbcAlerts.class)) {
            roundAt(desk, Duration.ofHours(20));
            assertThat(deadlines()).isEmpty();
            roundAt(desk, Duration.ofHours(6));
            roundAt(desk, Duration.ofHours(2));
            assertThat(deadlines()).containsExactly(SIX_HOURS);
            assertThat(deadlines(log)).hasSize(1);
            roundAt(desk, Duration.ofHours(1));
            roundAt(desk, Duration.ofMinutes(50));
            assertThat(deadlines()).containsExactly(SIX_HOURS, ONE_HOUR);
            assertThat(deadlines(log))
                    .hasSize(2)
                    .last(InstanceOfAssertFactories.STRING)
                    .startsWith("WARN Alert sync_deadline_last: Number " + SHOP);
            answer.set(new SyncAnswer.Accepted("req-1"));
            roundAt(desk, Duration.ofMinutes(10));
            assertThat(kept().historyState()).isEqualTo("accepted");
            assertThat(deadlines())
                    .containsExactly(SIX_HOURS, ONE_HOUR, "alert_over sync_deadline", "alert_over sync_deadline_last");
            assertThat(deadlines(log)).hasSize(4);
        }
    }

    @Test
    void bothAlarmsAreOverWhenTheDayIsOver() {
        SyncDesk desk = desk(new AtomicReference<>(new SyncAnswer.Refused("Token.", 190, true)));
        roundAt(desk, Duration.ofMinutes(30));
        assertThat(deadlines()).containsExactly(SIX_HOURS, ONE_HOUR);
        roundAt(desk, Duration.ZERO);
        assertThat(deadlines()).contains("alert_over sync_deadline", "alert_over sync_deadline_last");
        assertThat(alerts.standing()).extracting(Alert::code).containsExactly("sync_expired");
    }
}
