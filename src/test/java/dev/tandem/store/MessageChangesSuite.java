package dev.tandem.store;

import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.echo;
import static dev.tandem.webhook.Webhooks.echoes;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.message;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static dev.tandem.webhook.Webhooks.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.MessageStanding;
import dev.tandem.domain.MessageStatus;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.WindowReason;
import dev.tandem.operation.RetentionStore;
import dev.tandem.send.SendLedger;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Conversations.Line;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Search;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is said about messages: edits, recalls, reactions, before and after them; and finding messages again. */
abstract class MessageChangesSuite {

    private static final String MINA = "15550100077";

    private final JdbcTemplate jdbc;
    private final JdbcOutbox outbox;
    private final JdbcWindows windows;
    private final JdbcConversations conversations;
    private final JdbcSendLedger ledger;
    private final JdbcRetention retention;
    private final JdbcFreeEntries freeEntries;
    private final FakeOwnSends sends = new FakeOwnSends();
    private final MessageIntake messages;
    private final EchoIntake echoes;

    MessageChangesSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        windows = new JdbcWindows(jdbc);
        conversations = new JdbcConversations(jdbc);
        ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        retention = new JdbcRetention(jdbc, transaction);
        freeEntries = new JdbcFreeEntries(jdbc, transaction);
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        JdbcMessages store = new JdbcMessages(jdbc, transaction, outbox);
        messages = new MessageIntake(store, sends, clock);
        echoes = new EchoIntake(store, sends, clock);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private static String edit(String id, long at, String original, String text) {
        return message(
                id,
                at,
                "edit",
                "{\"original_message_id\":\"" + original
                        + "\",\"message\":{\"context\":{\"id\":\"ctx\"},\"type\":\"text\",\"text\":{\"body\":\"" + text
                        + "\"}}}");
    }

    private static String revoke(String id, long at, String original) {
        return message(id, at, "revoke", "{\"original_message_id\":\"" + original + "\"}");
    }

    private static String reaction(String id, long at, String original, String emoji) {
        return message(
                id,
                at,
                "reaction",
                "{\"message_id\":\"" + original + "\"" + (emoji.isEmpty() ? "" : ",\"emoji\":\"" + emoji + "\"") + "}");
    }

    private boolean comes(String message) {
        return messages.take(item(inbound(message)));
    }

    private List<Line> lines() {
        return conversations.lines(SHOP, MINA, Search.ALL, null, 100);
    }

    private Line line() {
        assertThat(lines()).hasSize(1);
        return lines().get(0);
    }

    private String preview() {
        return conversations.find(SHOP, MINA).orElseThrow().lastText();
    }

    private List<JsonNode> events() throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (Outbox.Pending pending : outbox.pending(Outbox.BEGINNING, 1000)) {
            events.add(new ObjectMapper().readTree(pending.json()));
        }
        return events;
    }

    @Test
    void anEditIsNoLineOfItsOwnAndChangesTheText() throws Exception {
        comes(text("m1", NOW - 60, "Is the blue one in stock?"));
        assertThat(comes(edit("e1", NOW - 30, "m1", "Is the red one in stock?")))
                .isTrue();
        assertThat(comes(edit("e1", NOW - 30, "m1", "Is the red one in stock?")))
                .isFalse();
        assertThat(line().text()).isEqualTo("Is the red one in stock?");
        assertThat(line().messageId()).isEqualTo("m1");
        assertThat(line().type()).isEqualTo("text");
        assertThat(line().versions())
                .extracting(MessageStanding.Version::text)
                .containsExactly("Is the blue one in stock?", "Is the red one in stock?");
        assertThat(preview()).isEqualTo("Is the red one in stock?");

        assertThat(events()).hasSize(2);
        JsonNode event = events().get(1);
        assertThat(event.path("channel").asText()).isEqualTo("message");
        assertThat(event.path("type").asText()).isEqualTo("edit");
        assertThat(event.path("messageId").asText()).isEqualTo("e1");
        assertThat(event.path("originalMessageId").asText()).isEqualTo("m1");
        assertThat(event.path("text").asText()).isEqualTo("Is the red one in stock?");
        assertThat(event.path("item").path("edit").path("original_message_id").asText())
                .isEqualTo("m1");
        assertThat(windows.at(SHOP, MINA, RECEIVED).closesAt())
                .as("an edit moves no window")
                .isEqualTo(Instant.ofEpochSecond(NOW - 60).plusSeconds(86_400));
    }

    @Test
    void anEditAndARecallMayComeBeforeTheirMessage() {
        comes(edit("e1", NOW - 30, "m1", "second"));
        assertThat(lines()).isEmpty();
        assertThat(preview()).as("what is not there yet says nothing").isNull();
        comes(text("m1", NOW - 60, "first"));
        assertThat(line().text()).isEqualTo("second");
        assertThat(preview()).isEqualTo("second");

        comes(revoke("r2", NOW - 10, "m2"));
        comes(text("m2", NOW - 20, "to be forgotten"));
        Line recalled = lines().get(0);
        assertThat(recalled.standing().revoked()).isTrue();
        assertThat(recalled.text()).isNull();
        assertThat(recalled.versions())
                .extracting(MessageStanding.Version::text)
                .containsExactly("to be forgotten");
        assertThat(preview()).isNull();
        assertThat(conversations.list(SHOP, new Search("forgotten", null, null), null, 10))
                .as("a recalled text is not found any more")
                .isEmpty();
    }

    @Test
    void theLatestEditByMetasTimeCountsAndARecallWinsOverEach() {
        comes(text("m1", NOW - 60, "one"));
        comes(edit("e3", NOW - 30, "m1", "three"));
        comes(edit("e2", NOW - 40, "m1", "two"));
        assertThat(line().text()).isEqualTo("three");
        comes(revoke("r1", NOW - 35, "m1"));
        comes(edit("e4", NOW - 20, "m1", "four"));
        assertThat(line().text()).isNull();
        assertThat(line().versions())
                .extracting(MessageStanding.Version::text)
                .containsExactly("one", "two", "three", "four");
    }

    @Test
    void thePhonesEditsAndRecallsAreItsOwn() throws Exception {
        comes(text("m1", NOW - 60, "the person's"));
        echoes.take(item(echoes(echo("o1", NOW - 50, "text", "{\"body\":\"Yes, 3 left.\"}"))));
        echoes.take(
                item(
                        echoes(
                                echo(
                                        "oe1",
                                        NOW - 40,
                                        "edit",
                                        "{\"original_message_id\":\"o1\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Yes, 2 left.\"}}}"))));
        echoes.take(item(echoes(echo("or1", NOW - 30, "revoke", "{\"original_message_id\":\"m1\"}"))));
        assertThat(lines())
                .extracting(Line::text)
                .as("nobody recalls what somebody else wrote")
                .containsExactly("Yes, 2 left.", "the person's");
        assertThat(events().get(2).path("channel").asText()).isEqualTo("echo");
        assertThat(events().get(2).path("originalMessageId").asText()).isEqualTo("o1");
        assertThat(sends.phoneSent).as("only the message debits the phone").hasSize(1);
    }

    @Test
    void aReactionStandsWithItsMessageOpensTheWindowAndIsTakenBack() throws Exception {
        echoes.take(item(echoes(echo("o1", NOW - 90, "text", "{\"body\":\"Ready.\"}"))));
        assertThat(windows.at(SHOP, MINA, RECEIVED).open()).isFalse();
        comes(reaction("a1", NOW - 60, "o1", "👍"));
        assertThat(windows.at(SHOP, MINA, RECEIVED).reason()).isEqualTo(WindowReason.PERSON_WROTE);
        assertThat(sends.wrote).hasSize(1);
        assertThat(line().standing().reactions())
                .extracting(MessageChange::text)
                .containsExactly("👍");
        comes(reaction("a3", NOW - 40, "o1", ""));
        comes(reaction("a2", NOW - 50, "o1", "❤️"));
        assertThat(line().standing().reactions()).isEmpty();
        assertThat(preview()).isEqualTo("Ready.");
        assertThat(events().get(1).path("originalMessageId").asText()).isEqualTo("o1");
        assertThat(events().get(1).path("text").asText()).isEqualTo("👍");
        assertThat(events().get(2).has("text")).isFalse();
    }

    @Test
    void aReactionBeforeItsMessageMakesAConversationThatTheMessageTakesOver() {
        comes(reaction("a1", NOW, "o1", "👍"));
        Conversations.Conversation mina = conversations.find(SHOP, MINA).orElseThrow();
        assertThat(mina.lastType()).isEqualTo("reaction");
        assertThat(mina.lastText()).isNull();
        echoes.take(item(echoes(echo("o1", NOW - 90, "text", "{\"body\":\"Ready.\"}"))));
        assertThat(preview()).isEqualTo("Ready.");
        assertThat(line().standing().reactions()).hasSize(1);
    }

    @Test
    void aReactionIsAlsoPutToASendAndASendMayReact() {
        comes(text("m1", NOW - 90, "hi"));
        left(
                "s1",
                "wamid.S1",
                "{\"message\":{\"text\":{\"body\":\"Hello Mina\"},\"type\":\"text\"},\"replyTo\":\"m1\"}");
        left(
                "s2",
                "wamid.S2",
                "{\"message\":{\"reaction\":{\"emoji\":\"🙏\",\"message_id\":\"m1\"},\"type\":\"reaction\"}}");
        comes(reaction("a1", NOW - 60, "wamid.S1", "👍"));
        Line send = lines().stream()
                .filter(line -> "wamid.S1".equals(line.messageId()))
                .findFirst()
                .orElseThrow();
        assertThat(send.standing().reactions()).extracting(MessageChange::text).containsExactly("👍");
        assertThat(send.text()).isEqualTo("Hello Mina");
        assertThat(send.facts().replyTo()).isEqualTo("m1");
        Line asked = lines().stream()
                .filter(line -> "m1".equals(line.messageId()))
                .findFirst()
                .orElseThrow();
        assertThat(asked.standing().reactions()).extracting(MessageChange::text).containsExactly("🙏");
    }

    private void left(String clientId, String wamid, String request) {
        jdbc.update(
                """
                insert into send (id, phone_number_id, client_id, content_hash, contact, priority, campaign, request,
                  source, accepted_at, placed_at, expires_at, state, place, attempt, mode, wamid, pacing, changed_at, version,
                  generation)
                values (?, ?, ?, 'h', ?, 1, '', ?, 't', ?, ?, ?, 'submitted', 'D', 1, 'freeform', ?, false, ?, 1, 0)""",
                clientId.hashCode(),
                SHOP.phoneNumberId(),
                clientId,
                MINA,
                request,
                Times.column(RECEIVED),
                Times.column(RECEIVED),
                Times.column(RECEIVED),
                wamid,
                Times.column(RECEIVED));
    }

    @Test
    void anEditThatNamesNoMessageIsKeptAsOneOfItsOwn() {
        comes(message("e1", NOW, "edit", "{\"message\":{\"type\":\"text\",\"text\":{\"body\":\"about what?\"}}}"));
        comes(message("a1", NOW, "reaction", "{\"emoji\":\"👍\"}"));
        assertThat(lines()).extracting(Line::text).containsExactlyInAnyOrder("about what?", "👍");
    }

    @Test
    void aPlaceholderMayTurnOutToBeAnEdit() {
        comes(text("m1", NOW - 60, "one"));
        comes(message("e1", NOW, "unsupported", "{}"));
        assertThat(lines()).hasSize(2);
        assertThat(comes(edit("e1", NOW, "m1", "two"))).isTrue();
        assertThat(comes(message("e1", NOW, "unsupported", "{}"))).isFalse();
        assertThat(line().text()).isEqualTo("two");
        assertThat(preview()).isEqualTo("two");
    }

    @Test
    void thePreviewOfAReplacedPlaceholderFollowsItsTime() {
        comes(message("m1", NOW, "unsupported", "{}"));
        comes(text("m2", NOW - 10, "between"));
        comes(text("m1", NOW - 20, "the real one"));
        assertThat(preview()).isEqualTo("between");
    }

    @Test
    void repliesAndAdsStandWithTheirMessage() throws Exception {
        messages.take(item(inbound("{\"from\":\"" + MINA + "\",\"id\":\"m1\",\"timestamp\":\"" + NOW
                + "\",\"type\":\"text\",\"text\":{\"body\":\"from an ad\"},\"context\":{\"id\":\"wamid.OUT\"},"
                + "\"referral\":{\"source_type\":\"ad\",\"ctwa_clid\":\"c1\",\"headline\":\"Sale\"}}")));
        assertThat(line().facts().replyTo()).isEqualTo("wamid.OUT");
        assertThat(new ObjectMapper()
                        .readTree(line().facts().referral())
                        .path("headline")
                        .asText())
                .isEqualTo("Sale");
        assertThat(events().get(0).path("replyTo").asText()).isEqualTo("wamid.OUT");
    }

    @Test
    void whatThePhoneSentShowsTheHighestOfItsStatuses() {
        echoes.take(item(echoes(echo("o1", NOW, "audio", "{\"id\":\"7\",\"voice\":true}"))));
        assertThat(line().status()).isNull();
        for (DeliveryStatus status :
                List.of(DeliveryStatus.PLAYED, DeliveryStatus.SENT, DeliveryStatus.READ, DeliveryStatus.FAILED)) {
            ledger.keepStatus(
                    new SendLedger.StatusRow("o1", status, null, 0, RECEIVED, null, null), null, List.of(), null);
        }
        assertThat(line().status()).isEqualTo(MessageStatus.PLAYED);
    }

    @Test
    void theLatestEndOfAFreeEntryPointStandsWithTheConversationAndOpensNothing() {
        freeEntries.until(SHOP, MINA, RECEIVED);
        assertThat(conversations.find(SHOP, MINA)).as("nobody knows the person").isEmpty();
        comes(text("m1", NOW - 200_000, "from an ad"));
        freeEntries.until(SHOP, "US.4f00aa11bb22", RECEIVED.plusSeconds(72));
        freeEntries.until(SHOP, MINA, RECEIVED.plusSeconds(24));
        comes(text("m0", NOW - 300_000, "earlier"));
        assertThat(conversations.find(SHOP, MINA).orElseThrow().freeEntryUntil())
                .isEqualTo(RECEIVED.plusSeconds(72));
        assertThat(windows.at(SHOP, MINA, RECEIVED).reason()).isEqualTo(WindowReason.OVER);
    }

    @Test
    void messagesAreFoundByTextPersonAndTime() {
        comes(text("m1", NOW - 7200, "Wo ist das Café?"));
        comes(text("m2", NOW - 3600, "مرحبا بكم 👋"));
        comes(text("m3", NOW, "thanks"));
        messages.take(item(body(change(
                "messages",
                value(
                        "\"contacts\":[{\"profile\":{\"name\":\"Ola Test\"},\"wa_id\":\"15550100090\"}],\"messages\":[{\"from\":"
                                + "\"15550100090\",\"id\":\"o\",\"timestamp\":" + NOW
                                + ",\"type\":\"text\",\"text\":{\"body\":\"100% sure\"}}]")))));
        left("s1", "wamid.S1", "{\"message\":{\"text\":{\"body\":\"The CAFÉ is there\"},\"type\":\"text\"}}");

        assertThat(texts(new Search("café", null, null))).containsExactly("The CAFÉ is there", "Wo ist das Café?");
        assertThat(texts(new Search("بكم", null, null))).containsExactly("مرحبا بكم 👋");
        assertThat(texts(new Search("👋", null, null))).hasSize(1);
        assertThat(texts(new Search(null, at(NOW - 3600), at(NOW)))).containsExactly("مرحبا بكم 👋");
        assertThat(texts(new Search("thanks", null, at(NOW)))).isEmpty();

        assertThat(people(new Search("ola", null, null))).containsExactly("15550100090");
        assertThat(people(new Search("100%", null, null))).containsExactly("15550100090");
        assertThat(people(new Search("Wo ist", null, null))).containsExactly(MINA);
        assertThat(people(new Search("mina", null, at(NOW - 7200)))).isEmpty();
        assertThat(people(new Search("mina", null, at(NOW - 7199)))).containsExactly(MINA);
        assertThat(people(new Search(null, at(NOW), null))).hasSize(2);
        assertThat(people(new Search(null, at(NOW + 1), null))).isEmpty();
        assertThat(people(new Search("  ", null, null))).hasSize(2);
    }

    @Test
    void aSearchPagesThroughSendsThatDoNotFit() {
        comes(text("m1", NOW - 7200, "needle"));
        for (int i = 0; i < 7; i++) {
            left(
                    "s" + i,
                    "wamid.S" + i,
                    "{\"message\":{\"text\":{\"body\":\"" + (i % 3 == 0 ? "needle " + i : "hay")
                            + "\"},\"type\":\"text\"}}");
        }
        List<String> found = new ArrayList<>();
        List<Line> page = conversations.lines(SHOP, MINA, new Search("needle", null, null), null, 2);
        while (!page.isEmpty()) {
            page.forEach(line -> found.add(line.text()));
            page = conversations.lines(
                    SHOP,
                    MINA,
                    new Search("needle", null, null),
                    page.get(page.size() - 1).cursor(),
                    2);
        }
        assertThat(found).containsExactlyInAnyOrder("needle 0", "needle 3", "needle 6", "needle");
    }

    private static Instant at(long seconds) {
        return Instant.ofEpochSecond(seconds);
    }

    private List<String> texts(Search search) {
        return conversations.lines(SHOP, MINA, search, null, 100).stream()
                .map(Line::text)
                .toList();
    }

    private List<String> people(Search search) {
        return conversations.list(SHOP, search, null, 100).stream()
                .map(Conversations.Conversation::contact)
                .toList();
    }

    @Test
    void aMessageAndItsEditThatComeAtTheSameTimeFindEachOther() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String original = "m" + i;
            String change = "e" + i;
            long at = NOW - i;
            tasks.add(() -> comes(text(original, at, "first")));
            tasks.add(() -> comes(edit(change, at + 100, original, "second")));
        }
        Collections.shuffle(tasks, new Random(11));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (Future<Boolean> done : threads.invokeAll(tasks)) {
            assertThat(done.get()).isTrue();
        }
        threads.shutdown();
        assertThat(lines()).hasSize(20).allSatisfy(line -> assertThat(line.text())
                .isEqualTo("second"));
        assertThat(preview()).isEqualTo("second");
        assertThat(conversations.list(SHOP, new Search("first", null, null), null, 10))
                .isEmpty();
    }

    @Test
    void changesFollowAPersonWhoIsRenamedAndGoWithTheMessages() {
        comes(text("m1", NOW - 60, "one"));
        comes(edit("e1", NOW - 50, "m1", "two"));
        comes(message(
                "y1",
                NOW - 40,
                "system",
                "{\"type\":\"user_changed_number\",\"wa_id\":\"15550100078\",\"body\":\"b\"}"));
        assertThat(jdbc.queryForList("select distinct contact from message_change", String.class))
                .containsExactly("15550100078");
        assertThat(jdbc.queryForList("select distinct contact from message", String.class))
                .containsExactly("15550100078");
        assertThat(retention.delete(RetentionStore.Kind.MESSAGES, RECEIVED, 10)).isZero();
        assertThat(retention.delete(RetentionStore.Kind.MESSAGES, RECEIVED.plusSeconds(1), 10))
                .isEqualTo(3);
        assertThat(jdbc.queryForList("select 1 from message_change")).isEmpty();
    }

    @Test
    void anotherNumberWithTheSameIdsIsAnother() {
        comes(text("m1", NOW - 60, "one"));
        BusinessNumber desk = TestNumbers.DESK;
        messages.take(item(body(
                change("messages", valueOf(desk.phoneNumberId(), "\"messages\":[" + revoke("r1", NOW, "m1") + "]")))));
        assertThat(line().text()).isEqualTo("one");
    }
}
