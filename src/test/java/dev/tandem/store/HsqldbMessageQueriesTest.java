package dev.tandem.store;

import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.message;
import static dev.tandem.webhook.Webhooks.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Search;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Storing a message or a change, and reading a conversation, must not read what others said: by HSQLDB's own plans. */
class HsqldbMessageQueriesTest {

    private static final String MINA = "15550100077";

    /** Indexes that begin with a person, a message or a send. */
    private static final Set<String> OF_ONE = Set.of(
            "CONTACT_NAME_KEY",
            "CONTACT_NAME_CONTACT",
            "FORMER_NAME_KEY",
            "FORMER_NAME_NAME",
            "CONVERSATION_KEY",
            "AUTOMATION_PAUSE_KEY",
            "MESSAGE_KEY",
            "MESSAGE_PERSON",
            "MESSAGE_CHANGE_KEY",
            "MESSAGE_CHANGE_MESSAGE",
            "SEND_THREAD",
            "SEND_WAMID",
            "SEND_TIMELINE_SEND",
            "SEND_STATUS_KEY");

    private static final Pattern FULL_SCAN = Pattern.compile("table=(\\w+)\\s(?:(?!table=)[^\\[])*access=FULL SCAN");
    private static final Pattern INDEX = Pattern.compile("index=(?!SYS_IDX)(\\w+)");

    @TempDir
    private static Path folder;

    private static TestPool database;

    @BeforeAll
    static void open() {
        database = TestDatabases.hsqldb(folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** The plans of the questions that are asked meanwhile. */
    private static List<String> plans(Consumer<JdbcTemplate> questions) {
        QueryPlans plans = new QueryPlans(database);
        questions.accept(plans.listening);
        return plans.asked().stream()
                .filter(sql -> !sql.startsWith("insert"))
                .map(sql -> sql + "\n" + plans.of(sql))
                .toList();
    }

    private static MessageIntake intake(JdbcTemplate asked) {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        JdbcOutbox outbox = new JdbcOutbox(new JdbcTemplate(database), transaction, new ObjectMapper());
        return new MessageIntake(
                new JdbcMessages(asked, transaction, outbox),
                new FakeOwnSends(),
                Clock.fixed(RECEIVED, ZoneOffset.UTC));
    }

    private static void assertReadsOneAlone(String plan) {
        // The list of names that was asked for is the only thing that is read as a whole.
        assertThat(FULL_SCAN.matcher(plan).results().map(found -> found.group(1)))
                .as(plan)
                .allMatch("SYSTEM_SUBQUERY"::equals);
        assertThat(INDEX.matcher(plan).results().map(found -> found.group(1)))
                .as(plan)
                .isNotEmpty()
                .isSubsetOf(OF_ONE);
    }

    @Test
    void storingReadsOnlyWhatIsAboutTheMessage() {
        List<String> plans = plans(asked -> {
            MessageIntake intake = intake(asked);
            intake.take(item(inbound(text("m1", NOW, "words"))));
            intake.take(item(inbound(message("e1", NOW, "revoke", "{\"original_message_id\":\"m1\"}"))));
            intake.take(item(inbound(message("m2", NOW, "unsupported", "{}"))));
            intake.take(item(inbound(text("m2", NOW, "words"))));
        });
        assertThat(plans).hasSizeGreaterThan(6).allSatisfy(HsqldbMessageQueriesTest::assertReadsOneAlone);
    }

    @Test
    void aPageReadsOnlyTheConversation() {
        intake(new JdbcTemplate(database)).take(item(inbound(text("m3", NOW, "words"))));
        List<String> plans = plans(asked -> new JdbcConversations(asked)
                .lines(SHOP, MINA, new Search("words", null, RECEIVED.plusSeconds(1)), null, 9));
        assertThat(plans).hasSizeGreaterThan(4).allSatisfy(HsqldbMessageQueriesTest::assertReadsOneAlone);
    }

    /** Where a page begins is a range of the index that has its order: what is newer is not read. */
    @Test
    void aPageBeginsWithinTheIndex() {
        Cursor before = new Cursor(RECEIVED, "");
        Search all = new Search(null, null, null);
        List<String> plans = plans(asked -> new JdbcConversations(asked).lines(SHOP, MINA, all, before, 9)).stream()
                .filter(plan -> plan.contains("limit"))
                .toList();
        assertThat(plans).hasSize(2);
        assertRange("MESSAGE_PERSON", "SENT_AT", plans.get(0));
        assertRange("SEND_THREAD", "PLACED_AT", plans.get(1));
        List<String> list = plans(asked -> new JdbcConversations(asked).list(SHOP, all, before, 9));
        assertThat(list).hasSize(1);
        assertRange("CONVERSATION_LATEST", "LAST_AT", list.get(0));
        for (String plan : List.of(plans.get(0), list.get(0))) {
            assertThat(plan).as("the order, too").contains("uses index");
        }
    }

    private static void assertRange(String index, String column, String plan) {
        assertThat(plan)
                .containsPattern("index=" + index + "\\s+start conditions=\\[(?s:(?!other condition).)*" + column);
    }
}
