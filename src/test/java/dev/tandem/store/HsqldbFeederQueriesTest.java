package dev.tandem.store;

import static dev.tandem.store.Sends.SHOP;
import static dev.tandem.store.Sends.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignSettings;
import dev.tandem.campaign.CampaignState;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.SendLedger;
import dev.tandem.send.WaitingSends;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The feeder must not feel how much waits on a number, in HSQLDB's own files. With -Dtandem.test.waiting=100000 and an
 * otherwise idle machine ready(…, 10) takes 0.7 ms.
 */
class HsqldbFeederQueriesTest {

    private static final int WAITING = Integer.getInteger("tandem.test.waiting", 20_000);
    private static final int CAMPAIGNS = 10;

    @TempDir
    private static Path folder;

    private static TestPool database;
    private static JdbcTemplate jdbc;
    private static WaitingSends lanes;

    @BeforeAll
    static void fill() {
        database = TestDatabases.hsqldb(folder);
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        JdbcSendLedger ledger = ledger(jdbc);
        lanes = new JdbcWaitingSends(jdbc);
        for (long from = 0; from < WAITING; from += 2_000) {
            List<Object[]> rows = LongStream.range(from, from + 2_000)
                    .mapToObj(id -> SendRows.insert(send(id).to("4915" + id)
                            .campaign("campaign-" + id % CAMPAIGNS)
                            .request("{\"template\":{\"name\":\"order_update\"}}")
                            .made()))
                    .toList();
            transaction.executeWithoutResult(tx -> jdbc.batchUpdate(SendRows.INSERT, rows));
        }
        List<Send> first = lanes.ready(SHOP, Priority.CAMPAIGN, "campaign-0", 20);
        first.forEach(send -> ledger.replace(new SendLedger.Change(send, send.queued(Sends.NOW), List.of())));
    }

    private static JdbcSendLedger ledger(JdbcTemplate template) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        return new JdbcSendLedger(template, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** The plans of everything that is asked meanwhile. */
    private static List<String> plans(Consumer<JdbcTemplate> questions) {
        QueryPlans plans = new QueryPlans(database);
        questions.accept(plans.listening);
        return plans.asked().stream().map(sql -> sql + "\n" + plans.of(sql)).toList();
    }

    private static List<String> lanePlans(Consumer<WaitingSends> questions) {
        return plans(listening -> questions.accept(new JdbcWaitingSends(listening)));
    }

    /** What it takes to read every row: a measure that does not depend on how busy the machine is. */
    private static Duration scan() {
        return Median.of("a scan", () -> jdbc.queryForList("select id from send where source = 'nobody'"));
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
        List<String> feeding = lanePlans(asked -> {
            asked.hasReady(SHOP);
            asked.campaignsReady(SHOP, Priority.CAMPAIGN);
            asked.ready(SHOP, Priority.CAMPAIGN, "campaign-5", 10);
        });
        assertThat(feeding).hasSize(4).allSatisfy(plan -> {
            assertReadBy("SEND_LANE", plan);
            assertThat(plan).contains("uses index");
        });
        assertThat(lanePlans(asked -> asked.inLane(SHOP))).allSatisfy(plan -> assertReadBy("SEND_LANE", plan));
        assertThat(lanePlans(asked -> asked.toWake(Sends.NOW, 10))).allSatisfy(plan -> {
            assertReadBy("SEND_WAKE", plan);
            assertThat(plan).contains("uses index");
        });
        assertThat(lanePlans(asked -> asked.inState(SendState.QUEUED, Sends.NOW, 10)))
                .allSatisfy(plan -> assertReadBy("SEND_STATE", plan));
        assertThat(plans(listening -> ledger(listening).findByWamid("wamid.1")))
                .allSatisfy(plan -> assertReadBy("SEND_WAMID", plan));
        assertThat(lanePlans(asked -> asked.heldForWindow(SHOP, "4915")))
                .allSatisfy(plan -> assertReadBy("SEND_THREAD", plan));
    }

    @Test
    void whatStopRulesAndRowsAskForIsAnsweredByAnIndex() {
        Campaign campaign = new Campaign(
                "campaign-1",
                "c",
                "c",
                "hash",
                "c.csv",
                CampaignState.RUNNING,
                null,
                2,
                null,
                Sends.NOW,
                null,
                null,
                null,
                CampaignSettings.NONE);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        Clock clock = Clock.systemUTC();
        assertThat(plans(listening -> new JdbcCampaigns(listening, transaction, clock).failures(campaign, Sends.NOW)))
                .singleElement()
                .satisfies(plan -> assertReadBy("SEND_STATE", plan));
        assertThat(plans(listening ->
                        new JdbcCampaigns(listening, transaction, clock).successes(campaign, Sends.NOW, 10)))
                .singleElement()
                .satisfies(plan -> assertThat(plan).contains("index=SEND_STATE").contains("uses index"));
        assertThat(plans(listening -> new JdbcCampaignLanes(listening, transaction).orders(List.of("campaign-1"))))
                .allSatisfy(
                        plan -> assertThat(plan).contains("CAMPAIGN_CONTROL").contains("index="));
    }

    @Test
    void readyDoesNotReadWhatWaits() {
        assertThat(lanes.ready(SHOP, Priority.CAMPAIGN, "campaign-5", 10)).hasSize(10);
        assertThat(Median.of("ready(…, 10)", () -> lanes.ready(SHOP, Priority.CAMPAIGN, "campaign-5", 10)))
                .isLessThan(scan().dividedBy(2));
        assertThat(Median.of("ready(…, 10) of none", () -> lanes.ready(SHOP, Priority.OTP, "", 10)))
                .isLessThan(scan().dividedBy(2));
    }

    @Test
    void campaignsReadyDoesNotReadWhatWaits() {
        assertThat(lanes.campaignsReady(SHOP, Priority.CAMPAIGN)).hasSize(CAMPAIGNS);
        assertThat(Median.of("campaignsReady of ten", () -> lanes.campaignsReady(SHOP, Priority.CAMPAIGN)))
                .isLessThan(scan().dividedBy(2));
        assertThat(Median.of("campaignsReady of none", () -> lanes.campaignsReady(SHOP, Priority.OTP)))
                .isLessThan(scan().dividedBy(2));
    }

    @Test
    void hasReadyInLaneAndToWakeDoesNotReadWhatWaits() {
        assertThat(Median.of("hasReady", () -> lanes.hasReady(SHOP))).isLessThan(scan().dividedBy(2));
        assertThat(Median.of("inLane", () -> lanes.inLane(SHOP))).isLessThan(scan().dividedBy(2));
        assertThat(Median.of("backlog", () -> lanes.backlog(SHOP))).isPositive();
        assertThat(Median.of("toWake of none", () -> lanes.toWake(Sends.NOW, 500)))
                .isLessThan(scan().dividedBy(2));
    }
}
