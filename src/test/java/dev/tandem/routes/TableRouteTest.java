package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.FakeAlerts;
import dev.tandem.campaign.CampaignHouse;
import dev.tandem.domain.Send;
import dev.tandem.steps.DatabaseSteps;
import dev.tandem.steps.TableClaims;
import dev.tandem.steps.TableSteps;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.hsqldb.jdbc.JDBCPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The CRM's table, read and written by the real routes with the DDL that is delivered. */
class TableRouteTest {

    private static final String RESULTS = "activemq6:queue:Consumer.tandem-table.VirtualTopic.wa.result";

    @TempDir
    Path folder;

    private CampaignHouse house;
    private RoutesFromFiles routes;
    private JdbcTemplate crm;

    private void start(DataSource database, String ddl) throws Exception {
        house = new CampaignHouse(folder);
        crm = new JdbcTemplate(database);
        crm.execute(new ClassPathResource(ddl)
                .getContentAsString(StandardCharsets.UTF_8)
                .replaceAll("(?m)^--.*$", "")
                .split(";")[0]);
        routes = RoutesFromFiles.start(
                Map.of(
                        "crmTable", new TableSteps(house.accept, house.clock),
                        "tableClaims",
                                new TableClaims(
                                        new TableClaims.Engine("one", Duration.ofMinutes(10)),
                                        new FakeAlerts(),
                                        house.clock),
                        "database", new DatabaseSteps(() -> true),
                        "crmDataSource", database),
                Map.of(
                        "tandem.table.enabled", "true",
                        "tandem.table.poll-millis", "50",
                        "tandem.table.page", "2",
                        "tandem.table.left-after-millis", "600000",
                        "tandem.table.datasource", "crmDataSource"),
                "intake/send-table.camel.yaml");
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
        house.close();
    }

    @Test
    void onHsqldb() throws Exception {
        JDBCPool pool = new JDBCPool();
        pool.setUrl("jdbc:hsqldb:mem:" + UUID.randomUUID());
        pool.setUser("SA");
        start(pool, "crm/hsqldb.sql");
        rowsGoInAndResultsComeBack();
    }

    @Test
    void onPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            start(postgres.getPostgresDatabase(), "crm/postgresql.sql");
            rowsGoInAndResultsComeBack();
            routes.close();
        }
    }

    @Test
    void aTableThatIsNotThereIsSaidInALine() throws Exception {
        JDBCPool pool = new JDBCPool();
        pool.setUrl("jdbc:hsqldb:mem:" + UUID.randomUUID());
        pool.setUser("SA");
        start(pool, "crm/hsqldb.sql");
        List<String> log = new CopyOnWriteArrayList<>();
        routes.camel.getCamelContextExtension().addLogListener((exchange, logger, text) -> {
            log.add(text);
            return text;
        });
        crm.execute("drop table crm_outbox");

        await().untilAsserted(() -> assertThat(log).anySatisfy(line -> assertThat(line)
                .startsWith("The CRM's table crm_outbox cannot be read")
                .contains("tandem.table.url", "CRM_OUTBOX")));
    }

    private void rowsGoInAndResultsComeBack() {
        insert("k1", "berlin", "+49 170 1234567", "{\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}}", null);
        insert("k2", null, "+49 170 1234568", null, "[\"A-1\"]");
        insert("k3", "rome", "0170", "{\"message\":", null);
        insert("k4", "rome", "0170", "{\"messages\":{}}", null);

        await().untilAsserted(() -> assertThat(crm.queryForObject(
                        "select count(*) from crm_outbox where state is null or state = 'taken'", Long.class))
                .isZero());
        assertThat(row("k1")).containsEntry("state", "accepted").containsEntry("reason", null);
        assertThat(((Timestamp) crm.queryForObject("select taken_at from crm_outbox where id = 'k1'", Timestamp.class))
                        .toInstant())
                .isEqualTo(CampaignHouse.NOW);
        assertThat(row("k3")).containsEntry("state", "rejected");
        assertThat(row("k3").get("reason").toString())
                .startsWith("invalid_request: request: it is not readable as JSON");
        assertThat(row("k4").get("reason").toString())
                .startsWith("invalid_request: ")
                .contains("messages", "from: no number is called 'rome'", "to: '0170' has no country code");
        Send second = house.ledger.findByClientId("id-berlin", "k2").orElseThrow();
        assertThat(second.acceptance().source()).isEqualTo("table");
        assertThat(second.acceptance().request()).contains("\"parameters\":[\"A-1\"]");
        assertThat(house.sends()).hasSize(2);

        result("table", "k1", "submitted", 5, "\"messageId\":\"wamid.1\",");
        await().untilAsserted(() ->
                assertThat(row("k1")).containsEntry("state", "submitted").containsEntry("wamid", "wamid.1"));
        result("crm-key", "k1", "cancelled", 20, "");
        result("table", "k1", "failed", 10, "\"reason\":\"cloud_api_131026\",\"detail\":\"Message undeliverable\",");
        result("table", "k1", "submitted", 5, "\"messageId\":\"wamid.1\",");
        result("table", "k2", "submitted", 5, "");
        await().untilAsserted(() -> assertThat(row("k2")).containsEntry("state", "submitted"));
        assertThat(row("k1"))
                .containsEntry("state", "failed")
                .containsEntry("wamid", "wamid.1")
                .containsEntry("reason", "cloud_api_131026: Message undeliverable");
    }

    private void insert(String id, String number, String recipient, String request, String parameters) {
        crm.update(
                "insert into crm_outbox (id, number, recipient, request, template, language, parameters) values (?, ?, ?, ?, ?, ?, ?)",
                id,
                number,
                recipient,
                request,
                parameters == null ? null : "order_update",
                parameters == null ? null : "en",
                parameters);
    }

    private Map<String, Object> row(String id) {
        return crm.queryForMap("select state, reason, wamid from crm_outbox where id = ?", id);
    }

    private void result(String source, String id, String state, int seconds, String rest) {
        String event = "{\"item\":{\"id\":\"" + id + "\"," + rest + "\"state\":\"" + state + "\",\"at\":\""
                + CampaignHouse.NOW.plusSeconds(seconds) + "\"}}";
        routes.producer().sendBodyAndHeader(RESULTS, event, "source", source);
    }
}
