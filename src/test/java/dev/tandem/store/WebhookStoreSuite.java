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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Channel;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowReason;
import dev.tandem.send.SendLedger;
import dev.tandem.webhook.BrokenItemException;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.Cursor;
import dev.tandem.webhook.EarlyEchoException;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.KeptItems;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.Search;
import dev.tandem.webhook.WebhookItem;
import java.time.Clock;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What comes in, from the item to the rows: the same for every database. */
abstract class WebhookStoreSuite {

    private static final String MINA = "15550100077";

    private final JdbcTemplate jdbc;
    private final JdbcOutbox outbox;
    private final JdbcWindows windows;
    private final Conversations conversations;
    private final JdbcSendLedger ledger;
    private final FakeOwnSends sends = new FakeOwnSends();
    private final MessageIntake messages;
    private final EchoIntake echoes;
    private final RawIntake raw;
    private final Quarantine quarantine;

    WebhookStoreSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        windows = new JdbcWindows(jdbc);
        conversations = new JdbcConversations(jdbc);
        ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        JdbcMessages store = new JdbcMessages(jdbc, transaction, outbox);
        JdbcWebhookItems items = new JdbcWebhookItems(jdbc, transaction, outbox);
        messages = new MessageIntake(store, sends, clock);
        echoes = new EchoIntake(store, sends, clock);
        raw = new RawIntake(items);
        quarantine = new Quarantine(items);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private List<Outbox.Pending> events() {
        return outbox.pending(Outbox.BEGINNING, 10_000);
    }

    private JsonNode event(int index) throws Exception {
        return new ObjectMapper().readTree(events().get(index).json());
    }

    private Window window() {
        return windows.at(SHOP, MINA, RECEIVED);
    }

    @Test
    void aMessageIsStoredOncePublishedOnceAndOpensTheWindow() throws Exception {
        WebhookItem item = item(inbound(text("wamid.1", NOW - 60, "Is the blue one in stock?")));
        assertThat(messages.take(item)).isTrue();
        assertThat(messages.take(item)).isFalse();
        assertThat(messages.take(item)).isFalse();
        assertThat(jdbc.queryForObject("select count(*) from message", Long.class))
                .isEqualTo(1);
        assertThat(events()).hasSize(1);
        assertThat(sends.wrote).singleElement().satisfies(names -> assertThat(names)
                .contains(MINA, "US.4f00aa11bb22"));
        assertThat(window())
                .isEqualTo(new Window(
                        true, Instant.ofEpochSecond(NOW - 60).plus(Window.LENGTH), WindowReason.PERSON_WROTE));

        Outbox.EventHead head = events().get(0).head();
        assertThat(head.channel().code()).isEqualTo("message");
        assertThat(head.contact()).isEqualTo(MINA);
        assertThat(head.type()).isEqualTo("text");
        JsonNode body = event(0);
        assertThat(body.path("id").asText()).isEqualTo(head.id());
        assertThat(body.path("number").path("alias").asText()).isEqualTo("shop");
        assertThat(body.path("contact").path("name").asText()).isEqualTo("Mina Example");
        assertThat(body.path("contact").path("userId").asText()).isEqualTo("US.4f00aa11bb22");
        assertThat(body.path("origin").asText()).isEqualTo("user");
        assertThat(body.path("direction").asText()).isEqualTo("in");
        assertThat(body.path("text").asText()).isEqualTo("Is the blue one in stock?");
        assertThat(body.path("window").path("open").asBoolean()).isTrue();
        assertThat(body.path("item")).isEqualTo(item.json());
        assertThat(body.path("receivedAt").asText()).isEqualTo(RECEIVED.toString());
    }

    @Test
    void aRedeliveredMessageWakesWhatACrashLeftAsleep() {
        String body = inbound(text("wamid.1", NOW, "hi"));
        WebhookItem first = item(body);
        messages.take(first);
        WebhookItem.Envelope e = first.envelope();
        WebhookItem again = new WebhookItem(
                first.channel(),
                new WebhookItem.Envelope(
                        e.entryId(), e.entryTime(), e.field(), e.metadata(), e.contacts(), e.receivedAt(), true),
                first.kind(),
                first.number(),
                first.phoneNumberId(),
                first.json(),
                first.key(),
                null);
        assertThat(messages.take(again)).isFalse();
        assertThat(sends.wrote).hasSize(2);
        assertThat(events()).hasSize(1);
    }

    @Test
    void anOlderMessageMovesTheWindowNotBack() {
        messages.take(item(inbound(text("wamid.2", NOW, "second"))));
        messages.take(item(inbound(text("wamid.1", NOW - 7200, "first"))));
        assertThat(window().closesAt()).isEqualTo(RECEIVED.plus(Window.LENGTH));
        Conversations.Conversation mina = conversations.find(SHOP, MINA).orElseThrow();
        assertThat(mina.lastText()).isEqualTo("second");
    }

    @Test
    void aMessageFromBeforeTheLinkingOpensNothing() {
        long before = TestNumbers.LINKED.getEpochSecond() - 1;
        messages.take(item(inbound(text("wamid.1", before, "early"))));
        Window window = windows.at(SHOP, MINA, TestNumbers.LINKED.plusSeconds(60));
        assertThat(window.open()).isFalse();
        assertThat(window.reason()).isEqualTo(WindowReason.WROTE_BEFORE_LINKING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "edit", "revoke"})
    void noticesAndChangesOpenNothing(String type) {
        assertThat(messages.take(item(inbound(message("wamid.1", NOW, type, "{\"original_message_id\":\"x\"}")))))
                .isTrue();
        assertThat(window().reason()).isEqualTo(WindowReason.NEVER_WROTE);
        assertThat(sends.wrote).isEmpty();
        assertThat(events()).hasSize(1);
    }

    @Test
    void anEchoOpensNothingAndDebitsThePhone() throws Exception {
        WebhookItem item = item(echoes(echo("wamid.E1", NOW, "text", "{\"body\":\"Yes, 3 left.\"}")));
        assertThat(echoes.take(item)).isTrue();
        assertThat(echoes.take(item)).isFalse();
        echoes.take(item(echoes(echo("wamid.E2", NOW, "revoke", "{\"original_message_id\":\"wamid.E1\"}"))));
        assertThat(window().reason()).isEqualTo(WindowReason.NEVER_WROTE);
        assertThat(sends.phoneSent).hasSize(1);
        assertThat(events()).hasSize(2);
        assertThat(event(0).path("origin").asText()).isEqualTo("app");
        assertThat(event(0).path("direction").asText()).isEqualTo("out");
        assertThat(event(0).path("contact").path("waId").asText()).isEqualTo(MINA);
        assertThat(event(0).path("window").path("open").asBoolean()).isFalse();
    }

    /** And what the phone says has no price: that is of sends alone. */
    @Test
    void theTimerGoesOnAsItWasWhateverThePhoneSends() throws Exception {
        messages.take(item(inbound(text("wamid.1", NOW - 7200, "Is the blue one in stock?"))));
        Window before = window();
        assertThat(before.closesAt())
                .isEqualTo(Instant.ofEpochSecond(NOW - 7200).plus(Window.LENGTH));
        echoes.take(item(echoes(echo("wamid.E1", NOW, "text", "{\"body\":\"Yes, 3 left.\"}"))));
        echoes.take(item(echoes(echo("wamid.E2", NOW, "edit", """
                {"original_message_id":"wamid.E1","message":{"type":"text","text":{"body":"Yes, 2 left."}}}"""))));
        echoes.take(item(echoes(echo("wamid.E3", NOW, "revoke", "{\"original_message_id\":\"wamid.E1\"}"))));
        assertThat(window()).isEqualTo(before);
        assertThat(events()).hasSize(4);
        for (int told = 1; told < 4; told++) {
            assertThat(event(told).path("window").path("closesAt").asText())
                    .isEqualTo(before.closesAt().toString());
            assertThat(event(told).has("pricing")).isFalse();
        }
    }

    @Test
    void theEchoOfAnApiSendIsNoSecondMessage() {
        sends.own.add("wamid.API");
        assertThat(echoes.take(item(echoes(echo("wamid.API", NOW, "text", "{\"body\":\"hi\"}")))))
                .isFalse();
        assertThat(events()).isEmpty();
        assertThat(sends.phoneSent).isEmpty();
    }

    @Test
    void aUsernameIsKeptShownAndFound() throws Exception {
        String card = "{\"profile\":{\"name\":\"Mina\",\"username\":\"mina.example\"},\"user_id\":\"US.4f00aa11bb22\"}";
        String said = "\"messages\":[{\"from_user_id\":\"US.4f00aa11bb22\",\"id\":\"wamid.%s\",\"timestamp\":\"" + NOW
                + "\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]";
        messages.take(item(body(change("messages", value("\"contacts\":[" + card + "]," + said.formatted("1"))))));
        messages.take(item(body(change("messages", value(said.formatted("2"))))));
        assertThat(event(0).path("contact")).hasToString("""
                {"userId":"US.4f00aa11bb22","name":"Mina","username":"mina.example"}""");
        assertThat(conversations.find(SHOP, "US.4f00aa11bb22"))
                .map(Conversations.Conversation::username)
                .as("also after a message that does not say it")
                .hasValue("mina.example");
        assertThat(conversations.list(SHOP, new Search("mina.ex", null, null), null, 10))
                .hasSize(1);
    }

    @Test
    void anEchoWaitsForTheAnswerThatMayMakeItOurs() {
        sends.awaited.add(MINA);
        WebhookItem early = item(echoes(echo("wamid.API", NOW, "text", "{\"body\":\"hi\"}")));
        assertThatThrownBy(() -> echoes.take(early)).isInstanceOf(EarlyEchoException.class);
        assertThat(events()).isEmpty();
        assertThat(sends.phoneSent).isEmpty();

        sends.own.add("wamid.API");
        assertThat(echoes.take(early)).isFalse();
        assertThat(events()).isEmpty();

        WebhookItem recall = item(echoes(echo("wamid.E2", NOW, "revoke", "{\"original_message_id\":\"wamid.E1\"}")));
        assertThat(echoes.take(recall)).as("a change is never a send").isTrue();
    }

    @Test
    void anAnswerThatComesInThisMomentMakesItOurs() {
        WebhookItem item = item(echoes(echo("wamid.API", NOW, "text", "{\"body\":\"hi\"}")));
        sends.afterAsking = () -> sends.own.add("wamid.API");
        assertThat(echoes.take(item)).as("recorded just before it was asked").isFalse();
        sends.own.clear();
        sends.awaited.add(MINA);
        assertThat(echoes.take(item)).as("recorded just after").isFalse();
        assertThat(events()).isEmpty();
    }

    @Test
    void anEchoWaitsNoLongerThanAnAnswerMayTake() {
        sends.awaited.add(MINA);
        WebhookItem item = item(echoes(echo("wamid.E1", NOW, "text", "{\"body\":\"from the phone\"}")));
        Clock later = Clock.fixed(RECEIVED.plusSeconds(45), ZoneOffset.UTC);
        EchoIntake patient = new EchoIntake(
                new JdbcMessages(
                        jdbc, new TransactionTemplate(new JdbcTransactionManager(jdbc.getDataSource())), outbox),
                sends,
                later);
        assertThat(patient.take(item)).isTrue();
        assertThat(events()).hasSize(1);
    }

    @Test
    void aPlaceholderIsReplacedByTheRealMessage() {
        messages.take(item(inbound(message("wamid.1", NOW, "unsupported", "{\"type\":\"unknown\"}"))));
        assertThat(messages.take(item(inbound(text("wamid.1", NOW, "the real one")))))
                .isTrue();
        assertThat(messages.take(item(inbound(text("wamid.1", NOW, "the real one")))))
                .isFalse();
        assertThat(events()).extracting(e -> e.head().id()).hasSize(2).doesNotHaveDuplicates();
        assertThat(conversations.lines(SHOP, MINA, Search.ALL, null, 10))
                .singleElement()
                .satisfies(line -> assertThat(line.text()).isEqualTo("the real one"));
    }

    @Test
    void metaIsBelievedWhenItSaysClosedUntilThePersonWritesAgain() {
        messages.take(item(inbound(text("wamid.1", NOW - 100, "hi"))));
        windows.closedByMeta(SHOP, MINA, RECEIVED.minusSeconds(50));
        assertThat(window().reason()).isEqualTo(WindowReason.CLOSED_BY_META);
        messages.take(item(inbound(text("wamid.2", NOW - 10, "again"))));
        assertThat(window().open()).isTrue();
    }

    @Test
    void aPersonIsFoundUnderEveryName() {
        messages.take(item(inbound("{\"from\":\"551187654321\",\"id\":\"wamid.1\",\"timestamp\":" + NOW
                + ",\"type\":\"text\",\"text\":{\"body\":\"oi\"}}")));
        assertThat(windows.at(SHOP, "551187654321", RECEIVED).open()).isTrue();
        assertThat(windows.at(SHOP, "5511987654321", RECEIVED).open()).isTrue();
        assertThat(windows.at(SHOP, "US.4f00aa11bb22", RECEIVED).open()).isTrue();
        assertThat(windows.at(TestNumbers.DESK, "551187654321", RECEIVED).open())
                .isFalse();
    }

    @Test
    void whoIsSeenByUserIdAloneIsJoinedWhenThePhoneAppears() {
        String byUserId = "{\"from_user_id\":\"US.77\",\"id\":\"wamid.1\",\"timestamp\":" + (NOW - 50)
                + ",\"type\":\"text\",\"text\":{\"body\":\"one\"}}";
        String byPhone = "{\"from\":\"15550100099\",\"id\":\"wamid.2\",\"timestamp\":" + (NOW - 40)
                + ",\"type\":\"text\",\"text\":{\"body\":\"two\"}}";
        String byBoth = "{\"from\":\"15550100099\",\"from_user_id\":\"US.77\",\"id\":\"wamid.3\",\"timestamp\":"
                + (NOW - 30) + ",\"type\":\"text\",\"text\":{\"body\":\"three\"}}";
        for (String message : List.of(byUserId, byPhone, byBoth)) {
            messages.take(item(body(change("messages", value("\"messages\":[" + message + "]")))));
        }
        assertThat(conversations.list(SHOP, Search.ALL, null, 10)).hasSize(1);
        assertThat(conversations.lines(SHOP, "US.77", Search.ALL, null, 10))
                .extracting(Conversations.Line::text)
                .containsExactly("three", "two", "one");
        assertThat(conversations.find(SHOP, "US.77").orElseThrow().contact()).isEqualTo("15550100099");
        assertThat(windows.at(SHOP, "US.77", RECEIVED)).isEqualTo(windows.at(SHOP, "15550100099", RECEIVED));
    }

    @Test
    void eightAtOnceLoseNothingAndStoreNothingTwice() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String body = inbound(text("wamid." + i % 20, NOW - i % 20, "m" + i % 20));
            tasks.add(() -> messages.take(item(body)));
        }
        Collections.shuffle(tasks, new Random(7));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        int fresh = 0;
        for (Future<Boolean> done : threads.invokeAll(tasks)) {
            fresh += done.get() ? 1 : 0;
        }
        threads.shutdown();
        assertThat(fresh).isEqualTo(20);
        assertThat(events()).hasSize(20);
        assertThat(conversations.list(SHOP, Search.ALL, null, 10)).hasSize(1);
        assertThat(window().closesAt()).isEqualTo(RECEIVED.plus(Window.LENGTH));
    }

    @Test
    void rawItemsAreKeptOnceWithTheirEvent() throws Exception {
        WebhookItem item = item(body(change("account_update", "{\"event\":\"ACCOUNT_OFFBOARDED\"}")));
        assertThat(raw.take(item)).isTrue();
        assertThat(raw.take(item)).isFalse();
        assertThat(jdbc.queryForList("select item from webhook_item", String.class))
                .containsExactly("{\"event\":\"ACCOUNT_OFFBOARDED\"}");
        assertThat(event(0).path("type").asText()).isEqualTo("account_update");
        assertThat(event(0).path("channel").asText()).isEqualTo("account");
        assertThat(event(0).path("occurredAt").asText())
                .isEqualTo(Instant.ofEpochSecond(1793000000).toString());
    }

    @Test
    void rawItemsAreReadBackByChannelTheLatestFirstAndPageByPage() {
        for (int i = 0; i < 7; i++) {
            raw.take(item(body(change("account_update", "{\"event\":\"NUMBER_" + i + "\"}"))));
        }
        raw.take(item(body(change("message_template_quality_update", "{\"message_template_name\":\"x\"}"))));
        KeptItems kept = new JdbcKeptItems(jdbc, new ObjectMapper());
        List<KeptItems.KeptItem> whole = kept.newest(SHOP, Channel.ACCOUNT, null, 100);
        List<KeptItems.KeptItem> paged = new ArrayList<>();
        List<KeptItems.KeptItem> page = kept.newest(SHOP, Channel.ACCOUNT, null, 3);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = kept.newest(SHOP, Channel.ACCOUNT, page.get(page.size() - 1).cursor(), 3);
        }
        assertThat(paged).as("all of the same time").isEqualTo(whole).hasSize(7);
        assertThat(whole).extracting(item -> item.json().path("event").asText()).contains("NUMBER_0", "NUMBER_6");
        assertThat(kept.newest(SHOP, Channel.TEMPLATE, null, 100))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.field()).isEqualTo("message_template_quality_update");
                    assertThat(item.receivedAt()).isEqualTo(RECEIVED);
                });
    }

    @Test
    void historyWakesNothing() {
        raw.take(item(body(change("history", value("\"messages\":[" + text("wamid.H", NOW, "h") + "]")))));
        assertThat(window().reason()).isEqualTo(WindowReason.NEVER_WROTE);
        assertThat(sends.wrote).isEmpty();
        assertThat(events()).hasSize(1);
    }

    @Test
    void brokenItemsAreKeptOnceAndCanBeReadAgain() throws Exception {
        WebhookItem broken = item(inbound("{\"id\":\"wamid.1\",\"from\":\"1\",\"timestamp\":\"soon\"}"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> messages.take(broken)).isInstanceOf(BrokenItemException.class);
            quarantine.take(broken, new BrokenItemException("The field 'timestamp' is no time"));
        }
        assertThat(jdbc.queryForList("select * from webhook_quarantine"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row).containsEntry("reason", "broken_item").containsEntry("encoding", "text");
                    JsonNode raw = new ObjectMapper().readTree(row.get("raw").toString());
                    assertThat(item(raw.toString()).json()).isEqualTo(broken.json());
                });
        assertThat(jdbc.queryForObject("select count(*) from message", Long.class))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\0", "{\"entry\":[\"a\\u0000b\"]}", "no json"})
    void everyUnreadableBodyCanBePutAside(String body) {
        quarantine.take(item(body), new BrokenItemException("unreadable"));
        assertThat(jdbc.queryForList("select raw from webhook_quarantine")).hasSize(1);
    }

    @Test
    void textThatNoDatabaseTakesIsStoredAllTheSame() {
        WebhookItem item = item(inbound(text("wamid.1", NOW, "a\\u0000b \\ud83d\\udc4d" + "x".repeat(9000))));
        assertThat(messages.take(item)).isTrue();
        assertThat(conversations.lines(SHOP, MINA, Search.ALL, null, 1).get(0).text())
                .startsWith("ab 👍xxx");
    }

    @Test
    void conversationsCanBeSearchedAndPaged() {
        for (int i = 0; i < 5; i++) {
            messages.take(item(body(change(
                    "messages",
                    value("\"contacts\":[{\"profile\":{\"name\":\"Person " + i + "\"},\"wa_id\":\"1555010010" + i
                            + "\"}],\"messages\":[{\"from\":\"1555010010" + i + "\",\"id\":\"wamid." + i
                            + "\",\"timestamp\":" + NOW + ",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]")))));
        }
        List<String> seen = new ArrayList<>();
        Cursor before = null;
        for (int page = 0; page < 3; page++) {
            List<Conversations.Conversation> some = conversations.list(SHOP, Search.ALL, before, 2);
            some.forEach(one -> seen.add(one.contact()));
            before = some.get(some.size() - 1).cursor();
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(conversations.list(SHOP, new Search("person 3", null, null), null, 10))
                .hasSize(1);
        assertThat(conversations.list(SHOP, new Search("0100104", null, null), null, 10))
                .hasSize(1);
        assertThat(conversations.list(SHOP, new Search("%", null, null), null, 10))
                .isEmpty();
        assertThat(conversations.list(SHOP, new Search("nobody", null, null), null, 10))
                .isEmpty();
    }

    @Test
    void aConversationShowsPhonePersonAndApiInOneOrder() {
        messages.take(item(inbound(text("wamid.1", NOW - 30, "question"))));
        echoes.take(item(echoes(echo("wamid.2", NOW - 20, "text", "{\"body\":\"from the phone\"}"))));
        ledger.accept(
                List.of(send(1, MINA, RECEIVED.minusSeconds(10)), send(2, "US.4f00aa11bb22", RECEIVED)),
                s -> List.of());
        messages.take(item(inbound(text("wamid.3", NOW, "thanks"))));

        List<Conversations.Line> all = conversations.lines(SHOP, MINA, Search.ALL, null, 10);
        assertThat(all).extracting(Conversations.Line::origin).containsExactly("user", "api", "api", "app", "user");
        assertThat(all.get(1).send()).isNotNull();

        List<Conversations.Line> paged = new ArrayList<>();
        Cursor before = null;
        for (List<Conversations.Line> page = conversations.lines(SHOP, MINA, Search.ALL, null, 1);
                !page.isEmpty();
                page = conversations.lines(SHOP, MINA, Search.ALL, before, 1)) {
            paged.addAll(page);
            before = page.get(0).cursor();
        }
        assertThat(paged).isEqualTo(all);
        assertThat(conversations.lines(SHOP, MINA, Search.ALL, new Cursor(RECEIVED.minusSeconds(10), ""), 10))
                .hasSize(2);
    }

    /** As on the phone, where it appears when it leaves: what waited for hours does not stand above what was said meanwhile. */
    @Test
    void aSendStandsWhereItLeftAndUntilThenWhereItWasAccepted() {
        Send accepted = send(1, MINA, RECEIVED.minusSeconds(60));
        ledger.accept(List.of(accepted), s -> List.of());
        messages.take(item(inbound(text("wamid.1", NOW - 30, "meanwhile"))));
        assertThat(conversations.lines(SHOP, MINA, Search.ALL, null, 10))
                .extracting(Conversations.Line::origin)
                .containsExactly("user", "api");

        Send queued = accepted.queued(RECEIVED.minusSeconds(12));
        assertThat(ledger.replace(new SendLedger.Change(accepted, queued, List.of())))
                .isTrue();
        Instant left = RECEIVED.minusSeconds(10);
        Send sending = queued.sending(MessageMode.FREEFORM, left);
        assertThat(ledger.mark(new SendLedger.Change(queued, sending, List.of()), SHOP))
                .isTrue();

        List<Conversations.Line> lines = conversations.lines(SHOP, MINA, Search.ALL, null, 10);
        assertThat(lines).extracting(Conversations.Line::origin).containsExactly("api", "user");
        assertThat(lines.get(0).at()).isEqualTo(left);
        assertThat(conversations.lines(SHOP, MINA, Search.ALL, lines.get(0).cursor(), 10))
                .extracting(Conversations.Line::messageId)
                .containsExactly("wamid.1");
        assertThat(conversations.lines(SHOP, MINA, new Search(null, left, null), null, 10))
                .hasSize(1);
    }

    private static Send send(long id, String contact, Instant at) {
        Recipient to = contact.contains(".") ? Recipient.ofUserId(contact) : Recipient.ofPhone(contact);
        return Send.accepted(new Send.Acceptance(
                id,
                SHOP.phoneNumberId(),
                "c" + id,
                "hash",
                to,
                Priority.REPLY,
                "",
                "{\"message\":{}}",
                "test",
                at,
                null,
                at.plus(Duration.ofDays(1))));
    }
}
