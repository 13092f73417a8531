package dev.tandem.store;

import static dev.tandem.store.Sends.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the URL of application.yaml and the first migration promise: HSQLDB's own defaults would lose sends. */
class HsqldbDurabilityTest {

    @TempDir
    private Path folder;

    private static JdbcSendLedger ledger(DataSource database) {
        JdbcTemplate jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        return new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
    }

    private static String property(JdbcTemplate jdbc, String name) {
        return jdbc.queryForObject(
                "select property_value from information_schema.system_properties where lower(property_name) = ?",
                String.class,
                name);
    }

    @Test
    void rowsLockOneByOneCommitsAreOnDiskAndTablesAreNotInMemory() {
        try (TestPool database = TestDatabases.hsqldb(folder)) {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            assertThat(property(jdbc, "hsqldb.tx")).isEqualToIgnoringCase("mvcc");
            assertThat(property(jdbc, "hsqldb.write_delay")).isEqualToIgnoringCase("false");
            assertThat(property(jdbc, "hsqldb.default_table_type")).isEqualToIgnoringCase("cached");
            assertThat(jdbc.queryForList(
                            "select distinct hsqldb_type from information_schema.system_tables where table_schem ="
                                    + " 'PUBLIC'",
                            String.class))
                    .containsExactly("CACHED");
        }
    }

    @Test
    void whatIsCommittedIsInTheFilesAtThatMoment() throws IOException {
        Path copy = folder.resolve("after-the-crash");
        try (TestPool database = TestDatabases.hsqldb(folder.resolve("running"))) {
            JdbcSendLedger ledger = ledger(database);
            for (long id = 1; id <= 50; id++) {
                ledger.accept(List.of(send(id).made()), SendLedgerSuite::events);
            }
            copy(folder.resolve("running/db"), copy.resolve("db"));
        }
        try (TestPool database = TestDatabases.hsqldb(copy)) {
            JdbcSendLedger ledger = ledger(database);
            for (long id = 1; id <= 50; id++) {
                assertThat(ledger.find(id)).as("send %d", id).hasValue(send(id).made());
            }
            assertThat(new JdbcTemplate(database).queryForObject("select count(*) from outbox", Long.class))
                    .isEqualTo(50);
        }
    }

    @Test
    void theFilesMayBeOpenedWithoutTheUrlsOptions() {
        TestDatabases.hsqldb(folder).close();
        try (TestPool plain = new TestPool("jdbc:hsqldb:file:" + folder + "/db/tandem;shutdown=true", "SA")) {
            JdbcTemplate jdbc = new JdbcTemplate(plain);
            assertThat(property(jdbc, "hsqldb.tx")).isEqualToIgnoringCase("mvcc");
            assertThat(property(jdbc, "hsqldb.write_delay")).isEqualToIgnoringCase("false");
        }
    }

    /** The files as a killed process leaves them, without its lock. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lck"))
                    .toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
