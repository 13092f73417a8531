package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sends that an older Tandem accepted, in the database of a newer one. */
class OldSendsTest {

    private static final String SCHEMA = "of_an_older_tandem";
    private static final Instant ACCEPTED = Instant.parse("2026-11-02T08:00:00Z");
    private static final Instant FIRST_TRY = ACCEPTED.plusSeconds(60);
    private static final Instant LEFT = ACCEPTED.plusSeconds(90);

    private final JdbcTemplate postgres = new JdbcTemplate(TestDatabases.postgres());

    @AfterEach
    void dropSchema() {
        postgres.execute("drop schema if exists " + SCHEMA + " cascade");
    }

    @Test
    void standWhereTheyLeftInHsqldb(@TempDir Path folder) {
        try (TestPool database = new TestPool(TestDatabases.urlOfTheEngine(folder), "SA")) {
            FluentConfiguration flyway = flyway(database, "hsqldb");
            standWhereTheyLeft(flyway, new JdbcTemplate(database));
        }
    }

    @Test
    void standWhereTheyLeftInPostgres() {
        dropSchema();
        postgres.execute("create schema " + SCHEMA);
        String url = postgres.execute(
                (Connection connection) -> connection.getMetaData().getURL());
        String inSchema = url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA;
        try (TestPool database = new TestPool(inSchema, "postgres")) {
            FluentConfiguration flyway = flyway(database, "postgresql").defaultSchema(SCHEMA);
            standWhereTheyLeft(flyway, new JdbcTemplate(database));
        }
    }

    private static FluentConfiguration flyway(DataSource database, String kind) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/common", "classpath:db/migration/" + kind);
    }

    private static void standWhereTheyLeft(FluentConfiguration flyway, JdbcTemplate jdbc) {
        flyway.target("26").load().migrate();
        accepted(jdbc, 1);
        accepted(jdbc, 2);
        submitted(jdbc, 2, FIRST_TRY);
        submitted(jdbc, 2, LEFT);

        flyway.target("latest").load().migrate();

        assertThat(placeOf(jdbc, 1)).isEqualTo(ACCEPTED);
        assertThat(placeOf(jdbc, 2)).isEqualTo(LEFT);
    }

    private static void accepted(JdbcTemplate jdbc, long id) {
        jdbc.update("""
                insert into send (id, phone_number_id, client_id, content_hash, contact, priority, campaign, request, source,
                  accepted_at, expires_at, state, place, attempt, pacing, changed_at, version, generation)
                values (?, '106540352242922', ?, 'hash', '491700000001', 2, '', '{}', 'rest',
                  ?, ?, 'accepted', 'r', 0, false, ?, 1, 0)""", id, "order-" + id, Times.column(ACCEPTED), Times.column(LEFT), Times.column(ACCEPTED));
    }

    private static void submitted(JdbcTemplate jdbc, long id, Instant at) {
        jdbc.update(
                "insert into send_timeline (send_id, happened_at, state, attempt, by_whom) values (?, ?, 'submitted', 1, 'meta')",
                id,
                Times.column(at));
    }

    private static Instant placeOf(JdbcTemplate jdbc, long id) {
        return jdbc.query("select placed_at from send where id = ?", (row, n) -> Times.of(row, "placed_at"), id)
                .get(0);
    }
}
