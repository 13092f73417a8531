package dev.tandem.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Databases with all migrations, one of each kind for all tests of a run. */
public final class TestDatabases {

    private static final class Hsqldb {
        static final DataSource SHARED = migrated(
                "jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc", "SA", "classpath:db/migration/hsqldb");
    }

    private static final class Postgres {
        static final DataSource SHARED = start();

        private static DataSource start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
                return migrated(
                        postgres.getJdbcUrl("postgres", "postgres"), "postgres", "classpath:db/migration/postgresql");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private TestDatabases() {}

    /** HSQLDB in memory. */
    public static DataSource hsqldb() {
        return Hsqldb.SHARED;
    }

    /** A real PostgreSQL, started as a process of its own. */
    public static DataSource postgres() {
        return Postgres.SHARED;
    }

    private static DataSource migrated(String url, String user, String special) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        DataSource database = new HikariDataSource(config);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/common", special)
                .load()
                .migrate();
        return database;
    }
}
