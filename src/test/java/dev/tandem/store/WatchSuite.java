package dev.tandem.store;

import static dev.tandem.TestNumbers.DESK;
import static dev.tandem.TestNumbers.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.coexistence.watch.ConnectionBook;
import dev.tandem.coexistence.watch.SignStore.Kind;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Restriction;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowReason;
import dev.tandem.send.SendLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the watch keeps: the same for every database. */
abstract class WatchSuite {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcConnections connections;
    private final JdbcSigns signs;

    WatchSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        connections = new JdbcConnections(jdbc, transaction);
        signs = new JdbcSigns(jdbc, transaction);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    @Test
    void everyFactComesBackAsItWasKept() {
        ConnectionFacts facts = new ConnectionFacts(
                SHOP.linkedAt(),
                NOON,
                NOON.plusSeconds(1),
                new ConnectionFacts.Removal("CHANGE_NUMBER", "USER", NOON.plusSeconds(2)),
                new ConnectionFacts.Removal("", "SYSTEM", NOON.plusSeconds(3)),
                NOON.plusSeconds(4));
        assertThat(connections.change(SHOP, before -> {
                    assertThat(before).isEqualTo(ConnectionFacts.of(SHOP.linkedAt()));
                    return facts;
                }))
                .isEqualTo(facts);
        connections.change(DESK, before -> before.offboarded(NOON));
        assertThat(connections.connections()).hasSize(2).containsEntry(SHOP.phoneNumberId(), facts);
        connections.change(SHOP, before -> before.linked(NOON.plusSeconds(60)));
        assertThat(connections.connections())
                .containsEntry(SHOP.phoneNumberId(), ConnectionFacts.of(NOON.plusSeconds(60)))
                .containsEntry(
                        DESK.phoneNumberId(),
                        ConnectionFacts.of(DESK.linkedAt()).offboarded(NOON));
    }

    /** What the database says of a number's absence is what the facts say. */
    @Test
    void aNumberIsAwayOnDiskAsItsFactsSay() {
        assertThat(connections.away(SHOP)).as("nothing was ever told").isEmpty();
        ConnectionFacts.Removal anew = new ConnectionFacts.Removal("user_re_registered", "USER", NOON.plusSeconds(2));
        ConnectionFacts.Removal bare = new ConnectionFacts.Removal("", "", NOON.plusSeconds(6));
        List<UnaryOperator<ConnectionFacts>> story = List.of(
                facts -> facts.offboarded(NOON),
                facts -> facts.removed(anew),
                facts -> facts.reconnected(NOON.plusSeconds(2)),
                facts -> facts.node(false, NOON.plusSeconds(4)),
                facts -> facts.node(true, NOON.plusSeconds(5)),
                facts -> facts.removed(bare),
                facts -> facts.linked(NOON.plusSeconds(7)),
                facts -> facts.removed(new ConnectionFacts.Removal("CHANGE_NUMBER", "USER", NOON.plusSeconds(8))),
                facts -> facts.linked(NOON.plusSeconds(9)));
        int away = 0;
        for (UnaryOperator<ConnectionFacts> next : story) {
            Connection now = connections.change(SHOP, next).connection();
            assertThat(connections.away(SHOP)).isEqualTo(now.isLinked() ? Optional.empty() : Optional.of(now));
            jdbc.update("update number_connection set away_at = null");
            migratedAgain();
            assertThat(connections.away(SHOP))
                    .as("of a row from before")
                    .isEqualTo(now.isLinked() ? Optional.empty() : Optional.of(now));
            away += now.isLinked() ? 0 : 1;
        }
        assertThat(away).isEqualTo(5);
        connections.change(SHOP, facts -> facts.offboarded(NOON.plusSeconds(20)));
        assertThat(connections.away(SHOP.withLinkedAt(NOON.plusSeconds(30))))
                .as("of a linking that is over")
                .isEmpty();
        assertThat(connections.away(SHOP.withLinkedAt(NOON.plusSeconds(19))))
                .as("linked again just before")
                .isPresent();
        assertThat(connections.away(DESK)).isEmpty();
    }

    /** The last statement of the migration, on rows of today. */
    private void migratedAgain() {
        try {
            String script = new ClassPathResource("db/migration/common/V20__number_away.sql")
                    .getContentAsString(StandardCharsets.UTF_8);
            String update = script.substring(script.indexOf("update "), script.lastIndexOf(';'));
            jdbc.update(update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noSendIsMarkedWhileItsNumberIsAway() {
        SendLedger ledger =
                new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
        assertThat(isMarked(ledger, 1, SHOP)).as("nothing was ever told").isTrue();
        connections.change(SHOP, facts -> facts.offboarded(NOON));
        assertThat(isMarked(ledger, 2, SHOP)).isFalse();
        assertThat(ledger.find(2).orElseThrow().state()).isEqualTo(SendState.QUEUED);
        assertThat(ledger.timeline(2))
                .extracting(SendLedger.TimelineEntry::state)
                .doesNotContain("sending");
        assertThat(isMarked(ledger, 3, DESK)).as("another number's").isTrue();
        assertThat(isMarked(ledger, 4, SHOP.withLinkedAt(NOON.plusSeconds(9))))
                .as("linked again since")
                .isTrue();
        connections.change(SHOP, facts -> facts.reconnected(NOON.plusSeconds(1)));
        assertThat(isMarked(ledger, 5, SHOP)).isTrue();
        assertThat(ledger.timeline(5))
                .extracting(SendLedger.TimelineEntry::state)
                .contains("sending");
        connections.change(SHOP, facts -> facts.removed(new ConnectionFacts.Removal("CHANGE_NUMBER", "", NOON)));
        assertThat(isMarked(ledger, 6, SHOP)).isFalse();
    }

    private static boolean isMarked(SendLedger ledger, long id, BusinessNumber number) {
        Send accepted = ledger.accept(
                        List.of(Sends.send(id).from(number.phoneNumberId()).made()), written -> List.of())
                .get(0);
        Send queued = accepted.queued(Sends.NOW);
        assertThat(ledger.replace(new SendLedger.Change(accepted, queued, List.of())))
                .isTrue();
        Send sending = queued.sending(MessageMode.TEMPLATE, Sends.NOW);
        boolean marked = ledger.mark(new SendLedger.Change(queued, sending, List.of()), number);
        assertThat(ledger.mark(new SendLedger.Change(queued, sending, List.of()), number))
                .as("once")
                .isFalse();
        return marked;
    }

    @Test
    void twoWhoLearnAtTheSameTimeLoseNothing() throws InterruptedException {
        ExecutorService both = Executors.newFixedThreadPool(2);
        CountDownLatch go = new CountDownLatch(1);
        for (int thread = 0; thread < 2; thread++) {
            boolean isFirst = thread == 0;
            both.execute(() -> {
                awaitQuietly(go);
                for (int i = 0; i < 20; i++) {
                    Instant at = NOON.plusSeconds(i);
                    connections.change(SHOP, before -> isFirst ? before.offboarded(at) : before.reconnected(at));
                }
            });
        }
        go.countDown();
        both.shutdown();
        assertThat(both.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        ConnectionFacts facts = connections.connections().get(SHOP.phoneNumberId());
        assertThat(facts.offboardedAt()).isEqualTo(NOON.plusSeconds(19));
        assertThat(facts.reconnectedAt()).isEqualTo(NOON.plusSeconds(19));
    }

    private static void awaitQuietly(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ofTwoWordsAboutARestrictionTheLaterStands() {
        Restriction later = new Restriction("DISABLED", false, null, NOON.plusSeconds(9));
        connections.restrict(SHOP, new Restriction("DISABLED", true, null, NOON.plusSeconds(5)));
        connections.restrict(SHOP, later);
        connections.restrict(SHOP, new Restriction("DISABLED", true, NOON, NOON));
        connections.restrict(SHOP, new Restriction("OTHER", true, NOON, NOON));
        assertThat(connections.restrictions())
                .containsEntry(SHOP.phoneNumberId(), List.of(later, new Restriction("OTHER", true, NOON, NOON)));
    }

    @Test
    void aSignOfLifeOnlyMovesForward() {
        signs.seen(SHOP.phoneNumberId(), Kind.PHONE, NOON);
        signs.seen(SHOP.phoneNumberId(), Kind.PHONE, NOON.minusSeconds(60));
        signs.seen(DESK.phoneNumberId(), Kind.STATUS, NOON.plusSeconds(60));
        assertThat(signs.latest(Kind.PHONE))
                .containsOnlyKeys(SHOP.phoneNumberId())
                .containsValue(NOON);
        signs.seen(SHOP.phoneNumberId(), Kind.PHONE, NOON.plusSeconds(60));
        assertThat(signs.latest(Kind.PHONE)).containsValue(NOON.plusSeconds(60));
        assertThat(signs.latest(Kind.STATUS)).containsOnlyKeys(DESK.phoneNumberId());
    }

    @Test
    void afterANewLinkingTheWindowsOfBeforeAreVoid() {
        jdbc.update("""
                insert into conversation (phone_number_id, contact, last_at, last_direction, last_origin, last_type,
                  last_live_at, version)
                values (?, '15550100077', ?, 'in', 'user', 'text', ?, 0)""", SHOP.phoneNumberId(), Times.column(NOON), Times.column(NOON));
        jdbc.update(
                "insert into contact_name (phone_number_id, name, contact) values (?, '15550100077', '15550100077')",
                SHOP.phoneNumberId());
        Instant now = NOON.plus(Duration.ofHours(2));
        JdbcWindows windows = new JdbcWindows(jdbc);
        assertThat(windows.at(SHOP, "15550100077", now).open()).isTrue();

        ConnectionBook book = new ConnectionBook(connections);
        connections.change(SHOP, before -> before.removed(new ConnectionFacts.Removal("", "", NOON.plusSeconds(60))));
        book.refresh();
        assertThat(book.of(SHOP).isLinked()).isFalse();
        BusinessNumber again = SHOP.withLinkedAt(NOON.plusSeconds(3_600));
        assertThat(book.of(again).isLinked()).isTrue();
        Window window = windows.at(again, "15550100077", now);
        assertThat(window.open()).isFalse();
        assertThat(window.reason()).isEqualTo(WindowReason.WROTE_BEFORE_LINKING);
    }
}
