package dev.tandem.store;

import static dev.tandem.store.Sends.SHOP;
import static dev.tandem.store.Sends.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.SendLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.SqlProvider;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The feeder must not feel how much waits on a number, in HSQLDB's own files. With -Dtandem.test.waiting=100000 and an
 * otherwise idle machine ready(…, 10) takes 0.7 ms.
 */
class HsqldbFeederQueriesTest {

    private static final Logger LOG = LoggerFactory.getLogger(HsqldbFeederQueriesTest.class);

    private static final int WAITING = Integer.getInteger("tandem.test.waiting", 20_000);
    private static final int CAMPAIGNS = 10;

    @TempDir
    private static Path folder;

    private static HikariDataSource database;
    private static JdbcTemplate jdbc;
    private static JdbcSendLedger ledger;

    @BeforeAll
    static void fill() {
        database = TestDatabases.hsqldb(folder);
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        ledger = new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
        for (long from = 0; from < WAITING; from += 2_000) {
            List<Object[]> rows = LongStream.range(from, from + 2_000)
                    .mapToObj(id -> SendRows.insert(send(id).to("4915" + id)
                            .campaign("campaign-" + id % CAMPAIGNS)
                            .request("{\"template\":{\"name\":\"order_update\"}}")
                            .made()))
                    .toList();
            transaction.executeWithoutResult(tx -> jdbc.batchUpdate(SendRows.INSERT, rows));
        }
        List<Send> first = ledger.ready(SHOP, Priority.CAMPAIGN, "campaign-0", 20);
        first.forEach(send -> ledger.replace(new SendLedger.Change(send, send.queued(Sends.NOW), List.of())));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Duration median(String what, Supplier<?> query) {
        long[] nanos = new long[21];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            query.get();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        Duration median = Duration.ofNanos(nanos[nanos.length / 2]);
        LOG.info(
                "{} with {} waiting: median {} µs, worst {} µs",
                what,
                WAITING,
                median.toNanos() / 1_000,
                nanos[20] / 1_000);
        return median;
    }

    /** The plans of everything that is asked meanwhile. */
    private static List<String> plans(Consumer<JdbcSendLedger> questions) {
        List<String> asked = new ArrayList<>();
        JdbcTemplate listening = new JdbcTemplate(database) {
            @Override
            public <T> T execute(PreparedStatementCreator statement, PreparedStatementCallback<T> action) {
                asked.add(((SqlProvider) statement).getSql());
                return super.execute(statement, action);
            }

            @Override
            public <T> T query(
                    PreparedStatementCreator statement, PreparedStatementSetter arguments, ResultSetExtractor<T> rows) {
                asked.add(((SqlProvider) statement).getSql());
                return super.query(statement, arguments, rows);
            }
        };
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        questions.accept(
                new JdbcSendLedger(listening, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper())));
        return asked.stream().distinct().map(sql -> sql + "\n" + plan(sql)).toList();
    }

    private static String plan(String sql) {
        ResultSetExtractor<String> lines = plan -> {
            StringBuilder text = new StringBuilder();
            while (plan.next()) {
                text.append(plan.getString(1)).append('\n');
            }
            return text.toString();
        };
        return jdbc.query("explain plan for " + sql, lines);
    }

    /** What it takes to read every row: a measure that does not depend on how busy the machine is. */
    private static Duration scan() {
        return median("a scan", () -> jdbc.queryForList("select id from send where source = 'nobody'"));
    }

    private static void assertReadBy(String index, String plan) {
        assertThat(plan.lines().filter(line -> line.contains("index=")))
                .as(plan)
                .isNotEmpty()
                .allMatch(line -> line.contains("index=" + index));
        assertThat(plan).doesNotContain("FULL SCAN");
    }

    @Test
    void everyQuestionIsAnsweredByAnIndexInItsOrder() {
        List<String> feeding = plans(asked -> {
            asked.hasReady(SHOP);
            asked.campaignsReady(SHOP, Priority.CAMPAIGN);
            asked.ready(SHOP, Priority.CAMPAIGN, "campaign-5", 10);
        });
        assertThat(feeding).hasSize(4).allSatisfy(plan -> {
            assertReadBy("SEND_LANE", plan);
            assertThat(plan).contains("uses index");
        });
        assertThat(plans(asked -> asked.inLane(SHOP))).allSatisfy(plan -> assertReadBy("SEND_LANE", plan));
        assertThat(plans(asked -> asked.toWake(Sends.NOW, 10))).allSatisfy(plan -> {
            assertReadBy("SEND_WAKE", plan);
            assertThat(plan).contains("uses index");
        });
        assertThat(plans(asked -> asked.inState(SendState.QUEUED, Sends.NOW, 10)))
                .allSatisfy(plan -> assertReadBy("SEND_STATE", plan));
        assertThat(plans(asked -> asked.findByWamid("wamid.1"))).allSatisfy(plan -> assertReadBy("SEND_WAMID", plan));
        assertThat(plans(asked -> asked.heldForWindow(SHOP, "4915")))
                .allSatisfy(plan -> assertReadBy("SEND_PERSON", plan));
    }

    @Test
    void readyDoesNotReadWhatWaits() {
        assertThat(ledger.ready(SHOP, Priority.CAMPAIGN, "campaign-5", 10)).hasSize(10);
        assertThat(median("ready(…, 10)", () -> ledger.ready(SHOP, Priority.CAMPAIGN, "campaign-5", 10)))
                .isLessThan(scan().dividedBy(2));
        assertThat(median("ready(…, 10) of none", () -> ledger.ready(SHOP, Priority.OTP, "", 10)))
                .isLessThan(scan().dividedBy(2));
    }

    @Test
    void campaignsReadyDoesNotReadWhatWaits() {
        assertThat(ledger.campaignsReady(SHOP, Priority.CAMPAIGN)).hasSize(CAMPAIGNS);
        assertThat(median("campaignsReady of ten", () -> ledger.campaignsReady(SHOP, Priority.CAMPAIGN)))
                .isLessThan(scan().dividedBy(2));
        assertThat(median("campaignsReady of none", () -> ledger.campaignsReady(SHOP, Priority.OTP)))
                .isLessThan(scan().dividedBy(2));
    }

    @Test
    void hasReadyInLaneAndToWakeDoesNotReadWhatWaits() {
        assertThat(median("hasReady", () -> ledger.hasReady(SHOP))).isLessThan(scan().dividedBy(2));
        assertThat(median("inLane", () -> ledger.inLane(SHOP))).isLessThan(scan().dividedBy(2));
        assertThat(median("backlog", () -> ledger.backlog(SHOP))).isPositive();
        assertThat(median("toWake of none", () -> ledger.toWake(Sends.NOW, 500)))
                .isLessThan(scan().dividedBy(2));
    }
}
