package dev.tandem.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Databases with all migrations, one of each kind for all tests of a run. */
public final class TestDatabases {

    private static final class Hsqldb {
        static final DataSource SHARED = start();

        private static DataSource start() {
            try {
                Path folder = Files.createTempDirectory("tandem-hsqldb");
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
                return hsqldb(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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

    private static final String TABLES = """
            select table_name from information_schema.tables
            where lower(table_schema) = 'public' and table_type = 'BASE TABLE'
              and lower(table_name) <> 'flyway_schema_history'""";

    private TestDatabases() {}

    /** HSQLDB in files, by the very URL of application.yaml. */
    public static DataSource hsqldb() {
        return Hsqldb.SHARED;
    }

    /** The same in a folder of one's own. */
    public static TestPool hsqldb(Path dataDirectory) {
        return migrated(urlOfTheEngine(dataDirectory), "SA", "classpath:db/migration/hsqldb");
    }

    /** The URL of application.yaml with the given data directory. */
    static String urlOfTheEngine(Path dataDirectory) {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        String url = Objects.requireNonNull(yaml.getObject()).getProperty("spring.datasource.url");
        return url.replace("${tandem.data-dir}", dataDirectory.toString());
    }

    /** A real PostgreSQL, started as a process of its own. */
    public static DataSource postgres() {
        return Postgres.SHARED;
    }

    private static TestPool migrated(String url, String user, String special) {
        TestPool database = new TestPool(url, user);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/common", special)
                .load()
                .migrate();
        return database;
    }

    /**
     * Deletes every row of every table: a database that tests share begins empty for each, whatever ran before. Which table a test
     * touches is seen by nobody in time: a number that is away, or a person who got another name, changes what others find.
     */
    public static void empty(JdbcTemplate jdbc) {
        String[] deletes = jdbc.queryForList(TABLES, String.class).stream()
                .map(table -> "delete from " + table)
                .toArray(String[]::new);
        new TransactionTemplate(new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())))
                .executeWithoutResult(status -> jdbc.batchUpdate(deletes));
    }
}
