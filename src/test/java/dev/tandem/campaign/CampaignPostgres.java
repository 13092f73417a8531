package dev.tandem.campaign;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A PostgreSQL for the tests of a class, empty for each of them. */
final class CampaignPostgres implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private EmbeddedPostgres postgres;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        JdbcTemplate jdbc = new JdbcTemplate(database());
        jdbc.execute("drop schema public cascade");
        jdbc.execute("create schema public");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        postgres.close();
    }

    DataSource database() {
        return postgres.getPostgresDatabase();
    }
}
