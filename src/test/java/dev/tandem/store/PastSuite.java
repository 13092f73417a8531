package dev.tandem.store;

import static dev.tandem.TestNumbers.LINKED;
import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.echo;
import static dev.tandem.webhook.Webhooks.echoes;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.MessageStatus;
import dev.tandem.domain.NameSource;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Reason;
import dev.tandem.domain.WindowReason;
import dev.tandem.media.MediaEventsOf;
import dev.tandem.media.MediaItem;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.RetentionStore;
import dev.tandem.webhook.ContactIntake;
import dev.tandem.webhook.Conversations.Conversation;
import dev.tandem.webhook.Conversations.Line;
import dev.tandem.webhook.CrmNames;
import dev.tandem.webhook.EchoIntake;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.HeardSync;
import dev.tandem.webhook.HistoryIntake;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Newcomers;
import dev.tandem.webhook.Person;
import dev.tandem.webhook.Quarantine;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.Renaming;
import dev.tandem.webhook.Search;
import dev.tandem.webhook.WebhookItem;
import dev.tandem.webhook.WebhookSplitter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages, files and names from before the linking: the same for every database. */
abstract class PastSuite {

    private static final String MINA = "15550100077";
    private static final String MINAS_USER_ID = "US.4f00aa11bb22";
    private static final long OLD = NOW - 60 * 86_400;
    private static final Search ALL = new Search(null, null, null);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final JdbcMedia media;
    private final JdbcConversations conversations;
    private final JdbcChunkLedger chunks;
    private final MessageIntake messages;
    private final EchoIntake echoes;
    private final FakeOwnSends sends = new FakeOwnSends();
    private final HeardSync sync = new HeardSync();
    private final HistoryIntake history;
    private final ContactIntake contacts;
    private final WebhookSplitter splitter = new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE);
    private final AtomicInteger statements = new AtomicInteger();

    PastSuite(DataSource database) {
        DataSource counted = counted(database);
        jdbc = new JdbcTemplate(counted);
        transaction = new TransactionTemplate(new JdbcTransactionManager(counted));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        media = new JdbcMedia(jdbc, transaction, outbox);
        conversations = new JdbcConversations(jdbc);
        chunks = new JdbcChunkLedger(jdbc, transaction);
        JdbcMessages live = new JdbcMessages(jdbc, transaction, outbox);
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        messages = new MessageIntake(live, sends, clock);
        echoes = new EchoIntake(live, sends, clock);
        JdbcWebhookItems items = new JdbcWebhookItems(jdbc, transaction, outbox);
        RawIntake raw = new RawIntake(items);
        history = new HistoryIntake(
                new JdbcPastMessages(jdbc, transaction, outbox), chunks, raw, new Quarantine(items), sync);
        contacts = new ContactIntake(new JdbcPhoneBook(jdbc, transaction), raw, sync);
    }

    /** Counts the statements that are prepared. */
    private DataSource counted(DataSource database) {
        return new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        PastSuite.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                            if (method.getName().equals("prepareStatement")) {
                                statements.incrementAndGet();
                            }
                            try {
                                return method.invoke(connection, args);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
            }
        };
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    /** Takes a body in, item by item, as the routes do. */
    private void take(String body) {
        for (WebhookItem item : splitter.split(body.getBytes(StandardCharsets.UTF_8), RECEIVED, false)) {
            switch (item.channel()) {
                case HISTORY -> history.take(item);
                case CONTACT -> contacts.take(item);
                case ECHO -> echoes.take(item);
                default -> messages.take(item);
            }
        }
    }

    private static String chunk(int phase, int order, int progress, String... threads) {
        return body(change(
                "history",
                value("\"history\":[{\"metadata\":{\"phase\":\"" + phase + "\",\"chunk_order\":\"" + order
                        + "\",\"progress\":\"" + progress + "\"},\"threads\":[" + String.join(",", threads) + "]}]")));
    }

    private static String thread(String... messages) {
        return "{\"id\":\"" + MINA + "\",\"context\":{\"wa_id\":\"" + MINA + "\",\"user_id\":\"" + MINAS_USER_ID
                + "\",\"username\":\"mina_e\"},\"messages\":[" + String.join(",", messages) + "]}";
    }

    /** Some of the first chunk. */
    private void thread1(String... messages) {
        take(chunk(1, 1, 55, thread(messages)));
    }

    private static String past(String id, long at, String more) {
        return "{\"id\":\"" + id + "\",\"timestamp\":\"" + at + "\"," + more + "}";
    }

    private static String in(String id, long at, String text, String status) {
        return past(
                id,
                at,
                "\"from\":\"" + MINA + "\",\"type\":\"text\",\"text\":{\"body\":\"" + text
                        + "\"},\"history_context\":{\"status\":\"" + status + "\"}");
    }

    private static String out(String id, long at, String text, String status) {
        return past(
                id,
                at,
                "\"from\":\"15550100001\",\"to\":\"" + MINA + "\",\"type\":\"text\",\"text\":{\"body\":\"" + text
                        + "\"},\"history_context\":{\"status\":\"" + status + "\"}");
    }

    private static String placeholder(String id, long at, String from) {
        return past(
                id,
                at,
                "\"from\":\"" + from + "\",\"type\":\"media_placeholder\",\"history_context\":{\"status\":\"PLAYED\"}");
    }

    private static String image(String id, long at, String people, String mediaId) {
        return past(
                id,
                at,
                people + ",\"type\":\"image\",\"image\":{\"mime_type\":\"image/jpeg\",\"id\":\"" + mediaId
                        + "\",\"caption\":\"look\"}");
    }

    private static String followUp(String kind, String message) {
        return body(change("history", value("\"" + kind + "\":[" + message + "]")));
    }

    private List<Line> lines() {
        return conversations.lines(SHOP, MINA, ALL, null, 500);
    }

    private Map<String, Line> byId() {
        return lines().stream().collect(Collectors.toMap(Line::messageId, line -> line, (a, b) -> a, TreeMap::new));
    }

    private Conversation mina() {
        return conversations.find(SHOP, MINA).orElseThrow();
    }

    private List<Outbox.Pending> events() {
        return outbox.pending(Outbox.BEGINNING, 1_000);
    }

    private List<Map<String, Object>> rows(String sql) {
        return jdbc.queryForList(sql);
    }

    /** Everything that is stored but for the numbers of rows and events. */
    private List<Object> everything() {
        return List.of(
                rows("select message_id, contact, direction, origin, type, preview, item, sent_at, past, status "
                        + "from message order by message_id"),
                rows("select change_id, message_id, contact, kind, preview from message_change order by change_id"),
                rows(
                        "select contact, wa_id, user_id, name, last_at, last_direction, last_origin, last_type, last_text, "
                                + "last_message_id, last_live_at from conversation order by contact"),
                rows("select name, contact from contact_name order by name"),
                rows("select contact, source, name, said_at from person_name order by contact, source"),
                rows("select media_id, message_id, state, written_at from media order by media_id"),
                rows("select phase, chunk_order, progress, messages from history_chunk order by phase, chunk_order"));
    }

    @Test
    void aThreadBecomesAConversationThatOpensNothing() {
        thread1(
                in("wamid.1", OLD, "hello", "READ"),
                out("wamid.2", OLD + 1, "good day", "delivered"),
                past(
                        "wamid.3",
                        OLD + 2,
                        "\"from\":\"x\",\"from_me\":true,\"type\":\"text\",\"text\":{\"body\":\"me\"}"),
                past("wamid.4", OLD + 3, "\"from\":\"+1 555 0100001\",\"type\":\"text\",\"text\":{\"body\":\"also\"}"),
                past(
                        "wamid.5",
                        OLD + 4,
                        "\"from\":\"" + MINA + "\",\"type\":\"location\",\"location\":{\"name\":\"Home\"},"
                                + "\"history_context\":{\"status\":\"Error\"}"),
                out("wamid.6", OLD + 5, "waits", "PENDING"));
        assertThat(lines()).extracting(Line::direction).containsExactly("out", "in", "out", "out", "out", "in");
        assertThat(lines()).extracting(Line::origin).containsExactly("app", "user", "app", "app", "app", "user");
        assertThat(lines()).extracting(Line::text).containsExactly("waits", "Home", "also", "me", "good day", "hello");
        assertThat(lines())
                .extracting(Line::status)
                .containsExactly(
                        MessageStatus.PENDING,
                        MessageStatus.FAILED,
                        null,
                        null,
                        MessageStatus.DELIVERED,
                        MessageStatus.READ);
        assertThat(lines().get(5).at()).isEqualTo(Instant.ofEpochSecond(OLD));
        assertThat(mina().waId()).isEqualTo(MINA);
        assertThat(mina().userId()).isEqualTo(MINAS_USER_ID);
        assertThat(mina().name()).isNull();
        assertThat(mina().username()).isEqualTo("mina_e");
        assertThat(mina().lastText()).isEqualTo("waits");
        assertThat(new JdbcWindows(jdbc).at(SHOP, MINA, RECEIVED).reason()).isEqualTo(WindowReason.NEVER_WROTE);
        assertThat(sends.wrote).isEmpty();
        assertThat(sends.phoneSent).isEmpty();
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.head().type()).isEqualTo("thread");
            assertThat(event.head().contact()).isEqualTo(MINA);
            assertThat(event.json()).contains("wamid.1", "wamid.6");
        });
    }

    @Test
    void aSecondDeliveryChangesNothing() {
        String first =
                chunk(1, 1, 55, thread(in("wamid.1", OLD, "one", "READ"), placeholder("wamid.2", NOW - 60, MINA)));
        String file = followUp("messages", image("wamid.2", NOW - 60, "\"from\":\"" + MINA + "\"", "7001"));
        take(first);
        take(file);
        List<Object> before = everything();
        int count = events().size();
        take(file);
        take(first);
        take(first);
        assertThat(everything()).isEqualTo(before);
        assertThat(events()).hasSize(count);
        assertThat(sync.chunks).hasSize(3);
    }

    @Test
    void whatCameLiveWinsAndTheStatusMovesForward() {
        take(inbound(text("wamid.1", NOW - 60, "live")));
        take(echoes(echo("wamid.2", NOW - 50, "text", "{\"body\":\"live echo\"}")));
        thread1(in("wamid.1", NOW - 61, "past", "READ"), out("wamid.2", NOW - 51, "past", "DELIVERED"));
        assertThat(lines()).extracting(Line::text).containsExactly("live echo", "live");
        assertThat(lines())
                .extracting(Line::at)
                .containsExactly(Instant.ofEpochSecond(NOW - 50), Instant.ofEpochSecond(NOW - 60));
        assertThat(lines()).extracting(Line::status).containsExactly(MessageStatus.DELIVERED, MessageStatus.READ);
        thread1(out("wamid.2", NOW - 51, "past", "SENT"));
        assertThat(lines().get(0).status()).isEqualTo(MessageStatus.DELIVERED);
        thread1(out("wamid.2", NOW - 51, "past", "PLAYED"));
        assertThat(lines().get(0).status()).isEqualTo(MessageStatus.PLAYED);
    }

    @Test
    void aLiveMessageTakesThePlaceOfItsPastAndOpensTheWindow() {
        thread1(in("wamid.1", NOW - 61, "past", "READ"));
        take(inbound(text("wamid.1", NOW - 60, "live")));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.text()).isEqualTo("live");
            assertThat(line.status()).isEqualTo(MessageStatus.READ);
        });
        assertThat(mina().name()).isEqualTo("Mina Example");
        assertThat(new JdbcWindows(jdbc).at(SHOP, MINA, RECEIVED).open()).isTrue();
        assertThat(events()).extracting(event -> event.head().channel().code()).containsExactly("history", "message");
        take(inbound(text("wamid.1", NOW - 60, "live")));
        assertThat(events()).hasSize(2);
    }

    @Test
    void whatWentOutThroughTheApiStandsInTheLedgerAlone() {
        JdbcSendLedger ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        ledger.accept(
                List.of(Sends.send(77)
                        .to(MINA)
                        .request(
                                "{\"to\":\"" + MINA + "\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"api\"}}}")
                        .made()),
                written -> List.of());
        jdbc.update("update send set wamid = 'wamid.api'");
        thread1(out("wamid.api", NOW - 60, "api", "READ"), in("wamid.1", NOW - 50, "yes", "READ"));
        take(followUp("message_echoes", image("wamid.api", NOW - 60, "\"to\":\"" + MINA + "\"", "7001")));
        assertThat(rows("select message_id from message")).hasSize(1);
    }

    @Test
    void aFileJoinsItsPlaceholderInEitherOrder() {
        // Meta's own sample: the placeholder is the business's, its file comes as the user's and at another time.
        String file = followUp("messages", image("wamid.1", NOW - 40, "\"from\":\"" + MINA + "\"", "7001"));
        String echoed = followUp("message_echoes", image("wamid.2", NOW - 30, "\"from\":\"15550100001\"", "7002"));
        String places = chunk(
                0,
                1,
                10,
                thread(
                        placeholder("wamid.1", NOW - 60, "15550100001"),
                        placeholder("wamid.2", NOW - 59, "15550100001")));
        take(places);
        assertThat(mina().lastType()).isEqualTo("media_placeholder");
        take(file);
        take(echoed);
        List<Object> placeFirst = everything();
        assertThat(lines()).extracting(Line::type).containsOnly("image");
        assertThat(byId().get("wamid.1")).satisfies(line -> {
            assertThat(line.direction()).isEqualTo("out");
            assertThat(line.at()).isEqualTo(Instant.ofEpochSecond(NOW - 60));
            assertThat(line.text()).isEqualTo("look");
            assertThat(line.status()).isEqualTo(MessageStatus.PLAYED);
        });
        assertThat(mina().lastText()).isEqualTo("look");
        assertThat(events())
                .filteredOn(event -> event.head().type().equals("media"))
                .hasSize(2)
                .allSatisfy(event -> {
                    assertThat(event.head().contact()).isEqualTo(MINA);
                    assertThat(event.json())
                            .contains("\"waId\":\"" + MINA + "\"")
                            .doesNotContain("\"waId\":\"15550100001\"");
                });
        empty();
        take(file);
        take(echoed);
        assertThat(rows("select contact from message where message_id = 'wamid.2'")
                        .get(0))
                .containsValue("");
        take(places);
        assertThat(everything()).isEqualTo(placeFirst);
    }

    @Test
    void theFileOfThePastIsFetchedLikeALiveOneAndTellsItsChannel() {
        thread1(placeholder("wamid.1", NOW - 13 * 86_400, MINA));
        take(followUp("messages", image("wamid.1", NOW - 13 * 86_400, "\"from\":\"" + MINA + "\"", "7001")));
        MediaItem item = media.claim(RECEIVED, RECEIVED.plusSeconds(60), 10).get(0);
        assertThat(item.id()).isEqualTo("7001");
        assertThat(item.state()).isEqualTo(MediaState.FETCHING);
        assertThat(item.writtenAt()).as("its id lives from the webhook on").isEqualTo(RECEIVED);
        assertThat(events().get(1)).satisfies(event -> {
            assertThat(event.head().type()).isEqualTo("media");
            assertThat(event.json()).contains("\"state\":\"fetching\"", "/api/v1/media/7001", "\"direction\":\"in\"");
        });
        List<String> origins = new ArrayList<>();
        media.gone(item, Cause.of(Reason.MEDIA_EXPIRED), RECEIVED, message -> {
            origins.add(message.origin());
            return MediaEventsOf.gone(SHOP, item, message);
        });
        assertThat(origins).containsExactly("history");
        assertThat(events().get(2).head().channel().code()).isEqualTo("history");
    }

    @Test
    void editsAndReactionsOfThePastStandWithTheirMessage() {
        String revoke = past(
                "wamid.e2",
                OLD + 9,
                "\"from\":\"" + MINA + "\",\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.3\"}");
        String reaction = past(
                "wamid.e1",
                OLD + 8,
                "\"from\":\"" + MINA
                        + "\",\"type\":\"reaction\",\"reaction\":{\"message_id\":\"wamid.2\",\"emoji\":\"👍\"}");
        thread1(in("wamid.3", OLD, "gone", "READ"));
        thread1(revoke, reaction, out("wamid.2", OLD + 1, "nice", "READ"));
        assertThat(lines()).extracting(Line::messageId).containsExactly("wamid.2", "wamid.3");
        assertThat(byId().get("wamid.3").standing().revoked()).isTrue();
        assertThat(byId().get("wamid.3").text()).isNull();
        assertThat(byId().get("wamid.2").standing().reactions()).hasSize(1);
        List<Object> before = everything();
        thread1(revoke, reaction);
        assertThat(everything()).as("a part that comes again in smaller pieces").isEqualTo(before);
    }

    @Test
    void oneBrokenMessageLosesNoNeighbour() {
        thread1(
                in("wamid.1", OLD, "one", "READ"),
                "{\"type\":\"text\",\"timestamp\":\"" + OLD + "\"}",
                in("wamid.2", OLD, "two", "READ"));
        assertThat(byId().keySet()).containsExactly("wamid.1", "wamid.2");
        assertThat(rows("select detail, raw from webhook_quarantine"))
                .singleElement()
                .satisfies(row -> assertThat(String.valueOf(row))
                        .contains("'id' is missing")
                        .doesNotContain("wamid.1"));
        assertThat(sync.chunks).hasSize(1);
    }

    @Test
    void theSameStatementsForTenMessagesAndForFiveHundred() {
        thread1(in("wamid.first", OLD, "hello", "READ"));
        int few = statementsFor(10, 0);
        int many = statementsFor(500, 1_000);
        assertThat(many).isEqualTo(few).isLessThan(25);
        statements.set(0);
        thread1(someMessages(500, 1_000));
        assertThat(statements.get()).as("when it comes again").isLessThan(20);
    }

    private int statementsFor(int count, int from) {
        statements.set(0);
        thread1(someMessages(count, from));
        return statements.get();
    }

    private static String[] someMessages(int count, int from) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> i % 3 == 0
                        ? image("wamid." + i, OLD + i, "\"from\":\"" + MINA + "\"", "8" + i)
                        : in("wamid." + i, OLD + i, "text " + i, "READ"))
                .toArray(String[]::new);
    }

    @Test
    void whoChangedTheNumberKeepsWhatWasWrittenBefore() {
        thread1(in("wamid.0", OLD - 10, "first", "READ"));
        new JdbcPeople(jdbc, transaction)
                .renamed(
                        SHOP,
                        new Renaming(
                                new Person(MINA, MINA, null, null), "15550100099", null, Instant.ofEpochSecond(OLD)));
        take(chunk(
                1,
                2,
                60,
                "{\"id\":\"" + MINA + "\",\"messages\":[" + in("wamid.1", OLD - 5, "hers", "READ") + ","
                        + in("wamid.2", OLD + 5, "somebody new's", "READ") + "]}"));
        assertThat(rows("select message_id, contact from message where contact = '15550100099' order by message_id"))
                .extracting(row -> row.values().iterator().next())
                .containsExactly("wamid.0", "wamid.1");
        assertThat(conversations.find(SHOP, MINA).orElseThrow().lastText()).isEqualTo("somebody new's");
    }

    @Test
    void aPartCountsWhenAllOfItIsStored() {
        String many = IntStream.range(0, 501)
                .mapToObj(i -> in("wamid." + i, OLD + i, "x", "READ"))
                .collect(Collectors.joining(","));
        List<WebhookItem> items =
                splitter.split(chunk(2, 3, 100, thread(many)).getBytes(StandardCharsets.UTF_8), RECEIVED, false);
        assertThat(items).hasSize(3);
        items.subList(0, 2).forEach(history::take);
        assertThat(chunks.chunks(SHOP)).isEmpty();
        assertThat(sync.chunks).isEmpty();
        history.take(items.get(2));
        HistoryChunk stored = new HistoryChunk(2, 3, 100, 501, RECEIVED);
        assertThat(chunks.chunks(SHOP)).containsExactly(stored);
        assertThat(sync.chunks).containsExactly(stored);
        take(chunk(2, 3, 40, thread(in("wamid.1", OLD, "x", "READ"))));
        assertThat(chunks.chunks(SHOP)).as("the larger figures stay").containsExactly(stored);
        take(chunk(0, 1, 5, thread(in("wamid.999", OLD, "x", "READ"))));
        assertThat(chunks.chunks(SHOP)).extracting(HistoryChunk::phase).containsExactly(0, 2);
        assertThat(chunks.chunks(SHOP.withLinkedAt(LINKED.plusSeconds(1)))).isEmpty();
        chunks.stored(SHOP.withLinkedAt(LINKED.plusNanos(1_234)), stored);
        assertThat(chunks.chunks(SHOP.withLinkedAt(LINKED.plusNanos(1_234)))).hasSize(1);
        assertThat(chunks.chunks(SHOP)).hasSize(2);
        BusinessNumber again = SHOP.withLinkedAt(RECEIVED.plusSeconds(60));
        chunks.stored(again, stored);
        assertThat(chunks.chunks(again)).as("it came before the linking").isEmpty();
    }

    @Test
    void aPartOfAnEarlierLinkingTakesNobodysPlace() {
        sync.awaits = false;
        take(chunk(0, 1, 100, thread(in("wamid.1", OLD, "x", "READ"))));
        assertThat(chunks.chunks(SHOP)).isEmpty();
        assertThat(sync.chunks).isEmpty();
        assertThat(lines()).as("what it says is known all the same").isNotEmpty();
    }

    @Test
    void aPartWithoutThreadsTellsHowFarMetaCame() {
        take(body(change(
                "history", value("\"history\":[{\"metadata\":{\"phase\":2,\"chunk_order\":9,\"progress\":100}}]"))));
        assertThat(chunks.chunks(SHOP)).containsExactly(new HistoryChunk(2, 9, 100, 0, RECEIVED));
        assertThat(events()).extracting(event -> event.head().type()).containsExactly("progress");
    }

    @Test
    void aRefusalIsHeardInEveryPlace() {
        String error = "\"errors\":[{\"code\":2593109,\"title\":\"off\"}]";
        take(body(change("history", value("\"history\":[{" + error + "}]"))));
        take(body(change("history", value(error))));
        take(value(error));
        take(body(change("history", value("\"errors\":[{\"code\":\"2593109\"}]"))));
        assertThat(sync.declined).hasSize(4);
        take(body(change("history", value("\"errors\":[{\"code\":1}]"))));
        assertThat(sync.declined).hasSize(4);
        assertThat(sync.chunks).isEmpty();
        assertThat(chunks.chunks(SHOP)).isEmpty();
    }

    @Test
    void aConversationStaysAsLongAsItsMessages() {
        thread1(in("wamid.1", OLD, "hello", "READ"));
        JdbcRetention retention = new JdbcRetention(jdbc, transaction);
        assertThat(retention.delete(RetentionStore.Kind.CONVERSATIONS, RECEIVED, 10))
                .isZero();
        assertThat(retention.delete(RetentionStore.Kind.MESSAGES, RECEIVED.plusSeconds(1), 10))
                .isEqualTo(1);
        assertThat(retention.delete(RetentionStore.Kind.CONVERSATIONS, RECEIVED, 10))
                .isEqualTo(1);
    }

    private static String contact(String action, Object at, String contact) {
        return "{\"type\":\"contact\",\"contact\":{" + contact + "},\"action\":\"" + action
                + "\",\"metadata\":{\"timestamp\":" + at + "}}";
    }

    private static String book(String... contacts) {
        return body(change("smb_app_state_sync", value("\"state_sync\":[" + String.join(",", contacts) + "]")));
    }

    private static final String BY_PHONE = "\"phone_number\":\"+1 555 0100077\"";

    @Test
    void theNewestWordOfThePhoneBookCounts() {
        take(book(contact("add", NOW - 50, BY_PHONE + ",\"full_name\":\"Mina B\"")));
        take(inbound(text("wamid.1", NOW - 60, "hello")));
        assertThat(mina().name()).isEqualTo("Mina B");
        assertThat(mina().nameSource()).isEqualTo(NameSource.PHONE_BOOK);
        take(book(contact("add", "\"" + (NOW - 51) + "\"", BY_PHONE + ",\"full_name\":\"Older\"")));
        assertThat(mina().name()).isEqualTo("Mina B");
        take(book(contact("add", "\"" + (NOW - 49) + "\"", BY_PHONE + ",\"first_name\":\"Mina C\"")));
        assertThat(mina().name()).isEqualTo("Mina C");
        assertThat(conversations.list(SHOP, new Search("mina c", null, null), null, 5))
                .hasSize(1);
        take(book(
                contact("remove", NOW - 48, BY_PHONE), contact("add", NOW - 49, BY_PHONE + ",\"full_name\":\"Late\"")));
        assertThat(mina().name()).as("the profile's is left, and the chat").isEqualTo("Mina Example");
        assertThat(mina().nameSource()).isEqualTo(NameSource.PROFILE);
        assertThat(lines()).hasSize(1);
        assertThat(events()).extracting(event -> event.head().channel().code()).contains("contact");
        assertThat(sync.contacts).isNotEmpty();
    }

    @Test
    void onlyContactsFromBeforeTheLinkingAreToldAsNoEdits() {
        long before = SHOP.linkedAt().getEpochSecond() - 1;
        take(book(contact("add", NOW - 50, BY_PHONE), contact("add", NOW - 49, BY_PHONE)));
        take(book(contact("remove", before, BY_PHONE)));
        take(book("{\"type\":\"contact\",\"action\":\"add\",\"contact\":{" + BY_PHONE + "}}"));
        assertThat(sync.noEdits).containsExactly(false);
        take(book(contact("add", before, BY_PHONE), contact("add", before - 9, BY_PHONE)));
        assertThat(sync.noEdits).as("once for a webhook").containsExactly(false, true);
    }

    @Test
    void aContactKnownByUserIdIsTheSamePersonAndTheCrmStandsAbove() {
        take(book(contact("add", NOW - 50, "\"user_id\":\"" + MINAS_USER_ID + "\",\"full_name\":\"By id\"")));
        take(book(contact("add", NOW - 60, BY_PHONE + ",\"full_name\":\"By phone\"")));
        thread1(in("wamid.1", OLD, "hello", "READ"));
        assertThat(mina().name()).isEqualTo("By id");
        assertThat(new JdbcCrmNames(jdbc, transaction).set(SHOP, MINAS_USER_ID, "Dr E", RECEIVED))
                .isEqualTo(new CrmNames.Called(MINA, "Dr E", NameSource.CRM));
        take(book(contact("add", NOW + 50, BY_PHONE + ",\"full_name\":\"Newest\"")));
        assertThat(mina().name()).isEqualTo("Dr E");
        assertThat(mina().nameSource()).isEqualTo(NameSource.CRM);
        PersonalNames personal = new PersonalNames(jdbc);
        DataSubject mina = new DataSubject(SHOP.phoneNumberId(), Set.of(MINA, MINAS_USER_ID));
        assertThat(personal.export(mina).toString()).contains("Newest", "Dr E");
        personal.erase(mina, RECEIVED);
        assertThat(rows("select * from person_name")).isEmpty();
    }

    @Test
    void theNameOfTheCrmStandsWhateverOthersSayUntilItIsGivenUp() {
        JdbcCrmNames crm = new JdbcCrmNames(jdbc, transaction);
        assertThat(crm.set(SHOP, MINA, "Dr E", RECEIVED))
                .as("before anybody has written")
                .isEqualTo(new CrmNames.Called(MINA, "Dr E", NameSource.CRM));
        take(inbound(text("wamid.1", NOW - 60, "hello")));
        take(book(contact("add", NOW + 50, BY_PHONE + ",\"full_name\":\"Newest\"")));
        assertThat(mina().name()).isEqualTo("Dr E");
        assertThat(mina().nameSource()).isEqualTo(NameSource.CRM);
        assertThat(events()).extracting(event -> event.head().channel().code()).contains("message", "contact");
        assertThat(rows("select body from outbox where contact = '" + MINA + "'"))
                .allSatisfy(row -> assertThat(row.toString()).containsPattern("\"contact\":\\{[^}]*\"name\":\"Dr E\""));
        assertThat(conversations.list(SHOP, new Search("dr e", null, null), null, 5))
                .hasSize(1);

        assertThat(crm.set(SHOP, MINA, "Dr F", RECEIVED.minusSeconds(9)).name())
                .as("the last call counts, whatever the clocks say")
                .isEqualTo("Dr F");
        CrmNames.Called book = new CrmNames.Called(MINA, "Newest", NameSource.PHONE_BOOK);
        assertThat(crm.giveUp(SHOP, MINA, RECEIVED.minusSeconds(20))).isEqualTo(book);
        assertThat(crm.giveUp(SHOP, MINA, RECEIVED)).isEqualTo(book);
        assertThat(mina().name()).isEqualTo("Newest");
        assertThat(crm.giveUp(SHOP, "491709999999", RECEIVED))
                .as("nobody")
                .isEqualTo(new CrmNames.Called("491709999999", null, null));
        assertThat(rows("select * from contact_name where name = '491709999999'"))
                .isEmpty();
    }

    /** Slices, files, live messages and contacts of one person, some twice. */
    @Test
    void anyOrderAndRepetitionEndsInTheSameRows() {
        List<String> facts = List.of(
                chunk(
                        1,
                        1,
                        20,
                        thread(
                                in("wamid.1", OLD, "one", "SENT"),
                                placeholder("wamid.2", NOW - 86_400, "15550100001"),
                                out("wamid.4", NOW - 70, "past echo", "READ"))),
                chunk(
                        1,
                        2,
                        60,
                        thread(in("wamid.1", OLD, "one", "READ"), in("wamid.3", NOW - 90, "past", "DELIVERED"))),
                chunk(
                        0,
                        1,
                        100,
                        thread(
                                past(
                                        "wamid.e1",
                                        OLD + 8,
                                        "\"from\":\"" + MINA
                                                + "\",\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.1\","
                                                + "\"message\":{\"type\":\"text\",\"text\":{\"body\":\"one, edited\"}}}"),
                                placeholder("wamid.5", NOW - 30, MINA),
                                placeholder("wamid.6", OLD, MINA))),
                followUp("messages", image("wamid.2", NOW - 80_000, "\"from\":\"" + MINA + "\"", "7002")),
                followUp("message_echoes", image("wamid.5", NOW - 20, "\"from\":\"15550100001\"", "7005")),
                inbound(text("wamid.3", NOW - 91, "live")),
                echoes(echo("wamid.4", NOW - 71, "text", "{\"body\":\"live echo\"}")),
                book(contact("add", NOW - 50, BY_PHONE + ",\"full_name\":\"Mina B\"")),
                book(contact("remove", NOW - 40, BY_PHONE)),
                book(contact("add", NOW - 30, "\"user_id\":\"" + MINAS_USER_ID + "\",\"full_name\":\"Mina D\"")));
        facts.forEach(this::take);
        List<Object> expected = everything();
        assertThat(byId()).hasSize(6);
        assertThat(byId().get("wamid.1").text()).isEqualTo("one, edited");
        Random random = new Random(20261125);
        for (int round = 0; round < Integer.getInteger("tandem.past.rounds", 40); round++) {
            List<String> some = new ArrayList<>(facts);
            facts.stream().filter(fact -> random.nextInt(3) == 0).forEach(some::add);
            Collections.shuffle(some, random);
            empty();
            some.forEach(this::take);
            assertThat(everything()).as("round %d", round).isEqualTo(expected);
        }
    }
}
