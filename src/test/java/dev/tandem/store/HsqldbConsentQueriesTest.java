package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Wish;
import dev.tandem.domain.Wish.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A send must not feel how many persons are known or have opted out, in HSQLDB's own files: it asks twice. */
class HsqldbConsentQueriesTest {

    private static final Logger LOG = LoggerFactory.getLogger(HsqldbConsentQueriesTest.class);

    private static final int PERSONS = 30_000;

    @TempDir
    private static Path folder;

    private static TestPool database;
    private static JdbcWishes wishes;

    @BeforeAll
    static void fill() {
        database = TestDatabases.hsqldb(folder);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        wishes = new JdbcWishes(jdbc, transaction);
        for (int from = 0; from < PERSONS; from += 3_000) {
            List<Object[]> names = IntStream.range(from, from + 3_000)
                    .boxed()
                    .flatMap(i -> java.util.stream.Stream.of(
                            new Object[] {"1", "4915" + i, "4915" + i}, new Object[] {"1", "DE." + i, "4915" + i}))
                    .toList();
            transaction.executeWithoutResult(tx -> jdbc.batchUpdate(
                    "insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)", names));
        }
        wishes.keep(IntStream.range(0, PERSONS)
                .mapToObj(i -> new Wish("DE." + i, null, Kind.OPT_IN, true, "crm", Instant.EPOCH))
                .toList());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Duration median(String what, IntFunction<?> query) {
        long[] nanos = new long[41];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            query.apply(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        Duration median = Duration.ofNanos(nanos[nanos.length / 2]);
        LOG.info("{} of {} persons: median {} µs", what, PERSONS, median.toNanos() / 1_000);
        return median;
    }

    @Test
    void aPersonIsFoundWithoutReadingTheOthers() {
        assertThat(wishes.of("4915700")).hasSize(1);
        JdbcTemplate jdbc = new JdbcTemplate(database);
        // What it takes to read every name: a measure that does not depend on how busy the machine is.
        Duration scan =
                median("a scan", i -> jdbc.queryForList("select name from contact_name where contact like '%nobody'"));
        assertThat(median("wishes of one", i -> wishes.of("4915" + i * 7))).isLessThan(scan.dividedBy(2));
        assertThat(median("wishes of nobody", i -> wishes.of("33" + i))).isLessThan(scan.dividedBy(2));
    }

    /** A chunk of a campaign file asks for 500 at once. */
    @Test
    void manyAreFoundWithoutReadingTheOthers() {
        JdbcTemplate jdbc = new JdbcTemplate(database);
        List<String> few = IntStream.range(0, 5).mapToObj(i -> "4915" + i * 7).toList();
        List<String> many =
                IntStream.range(0, 500).mapToObj(i -> "4915" + i * 7).toList();
        assertThat(wishes.ofAll(many)).hasSize(500);
        Duration scan =
                median("a scan", i -> jdbc.queryForList("select name from contact_name where contact like '%nobody'"));
        assertThat(median("wishes of five", i -> wishes.ofAll(few))).isLessThan(scan.dividedBy(2));
        assertThat(median("wishes of 500", i -> wishes.ofAll(many))).isLessThan(scan.multipliedBy(3));
    }
}
