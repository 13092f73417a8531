package dev.tandem.campaign;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.JdbcTemplate;

/** The same on PostgreSQL. */
class PreflightOnPostgresTest extends PreflightTest {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @AfterEach
    void empty() {
        JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
        jdbc.execute("drop schema public cascade");
        jdbc.execute("create schema public");
    }

    @Override
    CampaignHouse open(Path where, Instant now, String... numbers) throws IOException {
        return new CampaignHouse(
                where, now, CampaignHouse.numbers(numbers), postgres.getPostgresDatabase(), "postgresql");
    }
}
