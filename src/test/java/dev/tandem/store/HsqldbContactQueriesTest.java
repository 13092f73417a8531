package dev.tandem.store;

import static dev.tandem.store.Sends.SHOP;
import static dev.tandem.store.Sends.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.Send;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Asking who somebody is must not feel how many are known, in HSQLDB's own files. */
class HsqldbContactQueriesTest {

    private static final int KNOWN = Integer.getInteger("tandem.test.known", 20_000);

    @TempDir
    private static Path folder;

    private static TestPool database;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void fill() {
        database = TestDatabases.hsqldb(folder);
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        for (int from = 0; from < KNOWN; from += 2_000) {
            List<Object[]> rows = IntStream.range(from, from + 2_000)
                    .mapToObj(i -> new Object[] {SHOP, phone(i), phone(i)})
                    .toList();
            transaction.executeWithoutResult(tx -> jdbc.batchUpdate(
                    "insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)", rows));
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static String phone(int i) {
        return "4917" + (10_000_000 + i);
    }

    /** What it takes to read every name: a measure that does not depend on how busy the machine is. */
    private static Duration scan() {
        return Median.of("a scan", () -> jdbc.queryForList("select name from contact_name where said_at is not null"));
    }

    private static List<Send> sends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> send(i).to(phone(i * 7)).made())
                .toList();
    }

    @Test
    void acceptanceReadsOnlyTheNamesItAsksFor() {
        JdbcContactBook book = new JdbcContactBook(jdbc);
        List<Send> one = sends(1);
        List<Send> many = sends(500);
        assertThat(Median.of("one send", () -> book.resolve(one))).isLessThan(scan().dividedBy(4));
        assertThat(Median.of("500 sends", () -> book.resolve(many))).isLessThan(scan().multipliedBy(3));
    }

    /** A chunk of a campaign file asks for 500 at once. */
    @Test
    void standingsReadOnlyThePersonsTheyAskFor() {
        JdbcStandings standings = new JdbcStandings(jdbc);
        List<String> few = IntStream.range(0, 5).mapToObj(i -> phone(i * 7)).toList();
        List<String> many = IntStream.range(0, 500).mapToObj(i -> phone(i * 7)).toList();
        assertThat(Median.of("five persons", () -> standings.of(dev.tandem.TestNumbers.SHOP, few, Sends.NOW)))
                .isLessThan(scan().dividedBy(4));
        assertThat(Median.of("500 persons", () -> standings.of(dev.tandem.TestNumbers.SHOP, many, Sends.NOW)))
                .isLessThan(scan().multipliedBy(3));
    }

    @Test
    void learningReadsOnlyTheNamesOfThePerson() {
        ContactNames names = new ContactNames(jdbc);
        assertThat(Median.of("a person", () -> names.learn(SHOP, Set.of(phone(5)), Set.of(), Sends.NOW)))
                .isLessThan(scan().dividedBy(4));
        assertThat(Median.of("what a person is called", () -> names.known(SHOP, phone(5))))
                .isLessThan(scan().dividedBy(4));
        assertThat(Median.of("keys of sends", () -> names.keys(phone(5)))).isLessThan(scan().dividedBy(4));
    }

    @Test
    void anEventReadsOnlyTheNamesOfItsPerson() {
        EventContacts contacts = new EventContacts(jdbc);
        List<Event> one = events(1);
        List<Event> many = events(500);
        assertThat(Median.of("one event", () -> contacts.complete(one))).isLessThan(scan().dividedBy(4));
        assertThat(Median.of("500 events", () -> contacts.complete(many))).isLessThan(scan().multipliedBy(3));
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Event("e" + i, Channel.RESULT, SHOP, phone(i * 7), "sent", null, Map.of()))
                .toList();
    }
}
