package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.FakeAlerts;
import dev.tandem.campaign.CampaignHouse;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Send;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.TableClaims;
import dev.tandem.steps.TableSteps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.hsqldb.jdbc.JDBCPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/** One table of a CRM and two engines, each with a ledger of its own: a row is sent by one of them. */
class TableOfTwoEnginesTest {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    @TempDir
    Path folder;

    private final List<RunningEngine> engines = new ArrayList<>();
    private DataSource table;
    private JdbcTemplate crm;

    @BeforeEach
    void makeTable() throws Exception {
        table = database();
        crm = new JdbcTemplate(table);
        crm.execute("drop table if exists crm_outbox");
        for (String statement : new ClassPathResource(ddl())
                .getContentAsString(StandardCharsets.UTF_8)
                .replaceAll("(?m)^--.*$", "")
                .split(";")) {
            if (!statement.isBlank()) {
                crm.execute(statement);
            }
        }
    }

    DataSource database() {
        JDBCPool pool = new JDBCPool();
        pool.setUrl("jdbc:hsqldb:mem:crm-" + COUNTER.incrementAndGet() + ";hsqldb.tx=mvcc");
        pool.setUser("SA");
        return pool;
    }

    String ddl() {
        return "crm/hsqldb.sql";
    }

    @AfterEach
    void stop() throws Exception {
        for (RunningEngine engine : engines) {
            engine.close();
        }
    }

    @Test
    void everyRowIsAcceptedByExactlyOne() throws Exception {
        int rows = 300;
        RunningEngine one = engine("one", 7);
        RunningEngine two = engine("two", 7);
        for (int i = 0; i < rows; i++) {
            insert("row-" + i);
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count("state = 'accepted'")).isEqualTo(rows));

        // How they share is chance: on a busy machine one of them may have them all.
        List<String> accepted = new ArrayList<>(one.accepted());
        accepted.addAll(two.accepted());
        assertThat(accepted).hasSize(rows).doesNotHaveDuplicates();
        assertThat(count("reason is not null")).isZero();
    }

    @Test
    void whoSawARowAndComesLateWithItsClaimGetsNothing() throws Exception {
        CountDownLatch saw = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        insert("row-1");
        insert("row-2");
        RunningEngine late = new RunningEngine(
                "late",
                5,
                new Hooks(
                        () -> {
                            saw.countDown();
                            waitFor(goOn);
                        },
                        () -> {},
                        () -> {}),
                () -> true);
        waitFor(saw);
        RunningEngine quick = engine("quick", 5);
        await().untilAsserted(() -> assertThat(count("state = 'accepted'")).isEqualTo(2));
        quick.stop();

        goOn.countDown();
        insert("afterwards");
        await().untilAsserted(() -> assertThat(state("afterwards")).isEqualTo("accepted"));
        assertThat(late.accepted()).containsExactly("afterwards");
        assertThat(quick.accepted()).containsExactlyInAnyOrder("row-1", "row-2");
    }

    @Test
    void whoIsSlowKeepsWhatItTook() throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RunningEngine slow = engine(
                "slow",
                5,
                () -> {
                    claimed.countDown();
                    waitFor(goOn);
                },
                () -> {});
        insert("slow-1");
        waitFor(claimed);
        RunningEngine other = engine("other", 5);
        insert("later-1");
        await().untilAsserted(() -> assertThat(state("later-1")).isEqualTo("accepted"));

        assertThat(state("slow-1")).isEqualTo("taken");
        assertThat(crm.queryForObject("select reason from crm_outbox where id = 'slow-1'", String.class))
                .isEqualTo("slow");
        goOn.countDown();
        await().untilAsserted(() -> assertThat(state("slow-1")).isEqualTo("accepted"));
        assertThat(slow.accepted()).containsExactly("slow-1");
        assertThat(other.accepted()).containsExactly("later-1");
    }

    @Test
    void afterACrashBeforeTheAcceptanceTheSameEngineGoesOn() throws Exception {
        insert("row");
        RunningEngine dying = engine("dying", 5, TableOfTwoEnginesTest::die, () -> {});
        await().untilAsserted(() -> assertThat(state("row")).isEqualTo("taken"));
        assertThat(dying.accepted()).isEmpty();
        dying.close();
        comesBack();
    }

    @Test
    void afterACrashBehindTheAcceptanceTheSameEngineSendsItOnce() throws Exception {
        insert("row");
        RunningEngine dying = engine("dying", 5, () -> {}, TableOfTwoEnginesTest::die);
        await().untilAsserted(() -> assertThat(dying.accepted()).containsExactly("row"));
        assertThat(state("row")).isEqualTo("taken");
        dying.close();
        comesBack();
    }

    private void comesBack() throws Exception {
        RunningEngine other = engine("other", 5);
        insert("other");
        await().untilAsserted(() -> assertThat(state("other")).isEqualTo("accepted"));
        assertThat(state("row")).as("nobody else takes it").isEqualTo("taken");

        RunningEngine again = engine("dying", 5);
        await().untilAsserted(() -> assertThat(state("row")).isEqualTo("accepted"));
        assertThat(again.accepted()).containsExactly("row");
        assertThat(other.accepted()).containsExactly("other");
    }

    @Test
    void nothingIsTakenWhileTheOwnDatabaseIsAway() throws Exception {
        AtomicReference<Boolean> answers = new AtomicReference<>(false);
        RunningEngine away = new RunningEngine("away", 5, Hooks.NONE, answers::get);
        insert("waits");
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(state("waits")).isNull());
        answers.set(true);
        await().untilAsserted(() -> assertThat(away.accepted()).containsExactly("waits"));
    }

    @Test
    void claimsThatNobodyWorksOffAreAnAlertUntilTheyAreGone() throws Exception {
        insert("left");
        claim("left", "gone", 601);
        insert("fresh");
        claim("fresh", "busy", 10);
        RunningEngine engine = engine("one", 5);

        await().untilAsserted(() ->
                assertThat(engine.alerts.standing()).extracting(Alert::subject).containsExactly("gone"));
        Alert alert = engine.alerts.standing().get(0);
        assertThat(alert.code()).isEqualTo("table_rows_left");
        assertThat(alert.text()).contains("The engine 'gone' has taken 1 rows", "set state and reason");

        crm.update("update crm_outbox set state = null, reason = null where id = 'left'");
        await().untilAsserted(() -> assertThat(engine.alerts.standing()).isEmpty());
        await().untilAsserted(() -> assertThat(engine.accepted()).containsExactly("left"));
    }

    private RunningEngine engine(String name, int page) throws Exception {
        return engine(name, page, () -> {}, () -> {});
    }

    private RunningEngine engine(String name, int page, Runnable before, Runnable behind) throws Exception {
        return new RunningEngine(name, page, new Hooks(() -> {}, before, behind), () -> true);
    }

    private static void die() {
        throw new IllegalStateException("the engine dies here");
    }

    private void insert(String id) {
        crm.update(
                "insert into crm_outbox (id, recipient, request) values (?, ?, ?)",
                id,
                "+49 170 1234567",
                "{\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}}");
    }

    /** As an engine leaves a row that dies behind its claim. */
    private void claim(String id, String engine, int secondsAgo) {
        crm.update(
                "update crm_outbox set state = 'taken', reason = ?, taken_at = ? where id = ?",
                engine,
                OffsetDateTime.ofInstant(CampaignHouse.NOW.minusSeconds(secondsAgo), ZoneOffset.UTC),
                id);
    }

    private String state(String id) {
        return crm.queryForObject("select state from crm_outbox where id = ?", String.class, id);
    }

    private long count(String where) {
        return crm.queryForObject("select count(*) from crm_outbox where " + where, Long.class);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The routes of the table over a ledger of their own, which stays in the folder of the engine's name. */
    private final class RunningEngine {

        private final CampaignHouse house;
        private final RoutesFromFiles routes;
        private final FakeAlerts alerts = new FakeAlerts();
        private boolean stopped;
        private boolean closed;

        RunningEngine(String name, int page, Hooks hooks, DatabaseSteps.Probe probe) throws Exception {
            house = new CampaignHouse(Files.createDirectories(folder.resolve(name)));
            routes = RoutesFromFiles.start(
                    Map.of(
                            "crmTable",
                            new Acceptance(new TableSteps(house.accept, house.clock), hooks),
                            "tableClaims",
                            new Claims(
                                    new TableClaims(
                                            new TableClaims.Engine(name, Duration.ofMinutes(10)), alerts, house.clock),
                                    hooks),
                            "database",
                            new DatabaseSteps(probe),
                            "crmDataSource",
                            table),
                    Map.of(
                            "tandem.table.enabled", "true",
                            "tandem.table.poll-millis", "10",
                            "tandem.table.page", String.valueOf(page),
                            "tandem.table.left-after-millis", "100",
                            "tandem.table.datasource", "crmDataSource"),
                    "intake/send-table.camel.yaml");
            engines.add(this);
        }

        List<String> accepted() {
            return house.sends().stream()
                    .map(Send::acceptance)
                    .map(Send.Acceptance::clientId)
                    .toList();
        }

        /** Its ledger can still be read. */
        void stop() throws Exception {
            if (!stopped) {
                stopped = true;
                routes.close();
            }
        }

        void close() throws Exception {
            stop();
            if (!closed) {
                closed = true;
                house.close();
            }
        }
    }

    /** What a test wants to happen between the steps. */
    public record Hooks(Runnable beforeClaim, Runnable beforeAcceptance, Runnable behindAcceptance) {
        static final Hooks NONE = new Hooks(() -> {}, () -> {}, () -> {});
    }

    /** The claims of the house with something before them. */
    public record Claims(TableClaims claims, Hooks hooks) {

        public Map<String, Object> claim(Map<String, Object> row) {
            hooks.beforeClaim().run();
            return claims.claim(row);
        }

        public Map<String, Object> mine() {
            return claims.mine();
        }

        public Map<String, Object> overdue() {
            return claims.overdue();
        }

        public void tell(List<Map<String, Object>> left) {
            claims.tell(left);
        }
    }

    /** The acceptance of the house with something around it. */
    public record Acceptance(TableSteps steps, Hooks hooks) {

        public List<Map<String, Object>> accept(List<Map<String, Object>> rows) {
            if (rows.isEmpty()) {
                return List.of();
            }
            hooks.beforeAcceptance().run();
            List<Map<String, Object>> updates = steps.accept(rows);
            hooks.behindAcceptance().run();
            return updates;
        }

        public Map<String, Object> result(String event) throws Exception {
            return steps.result(event);
        }
    }
}
