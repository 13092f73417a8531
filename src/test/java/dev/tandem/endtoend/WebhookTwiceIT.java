package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.WEBHOOKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Webhooks come at least once, in any order and sometimes broken: they are stored once and published once, as an AMQP
 * consumer in another process sees it.
 */
@ExtendWith(SharedInstallation.class)
class WebhookTwiceIT {

    private static final Pattern READY = Pattern.compile(EventCounter.READY);
    private static final Pattern EVENT = Pattern.compile("(?m)^" + EventCounter.EVENT + "(.*)$");

    private static ChildProcess messageReader;
    private static ChildProcess statusReader;

    private final Installation tandem;
    private final Api api;

    WebhookTwiceIT(Installation tandem) {
        this.tandem = tandem;
        this.api = tandem.api();
    }

    @BeforeAll
    static void startReaders(Installation tandem) {
        messageReader = reader(tandem, "message");
        statusReader = reader(tandem, "status");
        messageReader.await(READY, Duration.ofSeconds(30));
        statusReader.await(READY, Duration.ofSeconds(30));
    }

    @AfterAll
    static void stopReaders() {
        messageReader.close();
        statusReader.close();
    }

    private static ChildProcess reader(Installation tandem, String channel) {
        List<String> command = List.of(
                ChildProcess.java(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EventCounter.class.getName(),
                tandem.engine().listens("amqp"),
                "tandem",
                tandem.engine().brokerPassword(),
                "Consumer.counter.VirtualTopic.wa." + channel);
        Path home = Path.of("target", "endtoend", "WebhookTwiceIT").toAbsolutePath();
        return ChildProcess.start(command, Path.of("."), home.resolve("reader-" + channel + ".log"));
    }

    @Test
    void threeTimesInAnyOrderIsStoredOnceAndPublishedOnce() {
        String ada = "491706000001";
        byte[] first = messages(text(ada, "wamid.twice-1", 30, "one"), text(ada, "wamid.twice-2", 20, "two"));
        byte[] second = messages(text(ada, "wamid.twice-2", 20, "two"), text(ada, "wamid.twice-3", 10, "three"));
        for (byte[] body : List.of(second, first, first, second, first, second)) {
            assertThat(api.webhook(body).status()).isEqualTo(200);
        }
        awaitStored(ada, 3);
        assertThat(textsOf(ada)).containsExactly("three", "two", "one");
        awaitPublished(messageReader, ada, 3);
        afterAnotherEventOf("491706000002");
        List<JsonNode> events = events(messageReader, ada);
        assertThat(events).hasSize(3);
        assertThat(ids(events)).hasSize(3);
        assertThat(new HashSet<>(events.stream()
                        .map(event -> event.path("messageId").asText())
                        .toList()))
                .containsExactlyInAnyOrder("wamid.twice-1", "wamid.twice-2", "wamid.twice-3");
    }

    @Test
    void aBrokenItemLosesNoneOfItsNeighbours() {
        String ben = "491706000011";
        byte[] body = messages(
                text(ben, "wamid.broken-1", 30, "before"),
                "\"not an object\"",
                "{\"from\":\"" + ben + "\",\"type\":\"text\"}",
                "{\"from\":\"" + ben
                        + "\",\"id\":\"wamid.broken-2\",\"timestamp\":\"soon\",\"type\":\"text\",\"text\":7}",
                text(ben, "wamid.broken-3", 10, "after"));
        for (int i = 0; i < 3; i++) {
            assertThat(api.webhook(body).status()).isEqualTo(200);
        }
        awaitPublished(messageReader, ben, 2);
        assertThat(textsOf(ben)).contains("after", "before");
        afterAnotherEventOf("491706000012");
        List<JsonNode> events = events(messageReader, ben);
        assertThat(ids(events)).as("each event came once").hasSameSizeAs(events);
        assertThat(events.stream().filter(event -> List.of("wamid.broken-1", "wamid.broken-3")
                        .contains(event.path("messageId").asText())))
                .hasSize(2);
    }

    @Test
    void statusesInTheWrongOrderAndTwiceOnlyEverLift() {
        String cleo = "491706000021";
        String sendId = api.accepted(Sends.order("statuses-1", "webhooks", cleo));
        String wamid = api.awaitState(sendId, "delivered").path("messageId").asText();
        byte[] read = statuses(status(wamid, "read", cleo));
        byte[] late = statuses(status(wamid, "sent", cleo), status(wamid, "delivered", cleo));
        for (byte[] body : List.of(read, late, read, late, read)) {
            assertThat(api.webhook(body).status()).isEqualTo(200);
        }
        api.awaitState(sendId, "read");
        Awaitility.await().until(() -> events(statusReader, wamid).size() >= 3);
        byte[] another = statuses(status("wamid.somebody-else", "read", "491706000022"));
        api.webhook(another);
        Awaitility.await()
                .until(() -> !events(statusReader, "wamid.somebody-else").isEmpty());
        List<JsonNode> events = events(statusReader, wamid);
        assertThat(events.stream().map(event -> event.path("type").asText()))
                .containsExactlyInAnyOrder("sent", "delivered", "read");
        assertThat(ids(events)).hasSize(3);
        assertThat(api.sendOf(sendId).path("state").asText()).isEqualTo("read");
    }

    @Test
    void forgedAndUnsignedWebhooksChangeNothing() {
        String eve = "491706000031";
        byte[] body = messages(text(eve, "wamid.forged", 10, "let me in"));
        assertThat(api.webhook(body, "").status()).isEqualTo(401);
        assertThat(api.webhook(body, "sha256=").status()).isEqualTo(401);
        assertThat(api.webhook(body, "sha256=" + Api.hmac(body, "another secret"))
                        .status())
                .isEqualTo(401);
        byte[] altered = messages(text(eve, "wamid.forged", 10, "let me out"));
        assertThat(api.webhook(body, "sha256=" + Api.hmac(altered, EngineProcess.APP_SECRET))
                        .status())
                .isEqualTo(401);
        afterAnotherEventOf("491706000032");
        assertThat(stored(eve)).isEmpty();
        assertThat(events(messageReader, eve)).isEmpty();
        assertThat(api.get("/numbers/webhooks/windows/" + eve)
                        .json()
                        .path("open")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aSignedBodyThatIsNoJsonIsTakenAndHoldsNothingUp() {
        assertThat(api.webhook(Api.bytes("{\"entry\": [oops")).status()).isEqualTo(200);
        assertThat(api.webhook(new byte[] {(byte) 0xff, 0, (byte) 0xfe}).status())
                .isEqualTo(200);
        assertThat(api.webhook(new byte[0]).status()).isEqualTo(200);
        afterAnotherEventOf("491706000042");
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndOneBelowItIsTaken() {
        String fay = "491706000051";
        byte[] tooLarge = messages(text(fay, "wamid.large-1", 10, "x".repeat(5 << 20)));
        assertThat(api.webhook(tooLarge).status()).isEqualTo(413);
        byte[] large = messages(text(fay, "wamid.large-2", 10, "x".repeat(3 << 20)));
        assertThat(api.webhook(large).status()).isEqualTo(200);
        awaitStored(fay, 1);
    }

    @Test
    void theHandshakeKnowsItsToken() {
        String url = tandem.engine().webhookUrl() + "?hub.mode=subscribe&hub.challenge=4711&hub.verify_token=";
        Http.Answer right = Http.call("GET", url + EngineProcess.VERIFY_TOKEN, java.util.Map.of(), new byte[0]);
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.text()).isEqualTo("4711");
        Http.Answer wrong = Http.call("GET", url + "guess", java.util.Map.of(), new byte[0]);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.text()).doesNotContain("4711");
    }

    /** What came before is through when a later one is: waits for an event of somebody else. */
    private void afterAnotherEventOf(String person) {
        assertThat(api.webhook(messages(text(person, "wamid.after-" + person, 1, "afterwards")))
                        .status())
                .isEqualTo(200);
        awaitPublished(messageReader, person, 1);
    }

    private static void awaitPublished(ChildProcess reader, String part, int count) {
        Awaitility.await(count + " events of " + part)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> events(reader, part).size() >= count);
    }

    private static List<JsonNode> events(ChildProcess reader, String part) {
        return reader.find(EVENT).stream()
                .map(found -> found.group(1))
                .filter(event -> event.contains(part))
                .map(Http::parse)
                .toList();
    }

    private static HashSet<String> ids(List<JsonNode> events) {
        return new HashSet<>(
                events.stream().map(event -> event.path("id").asText()).toList());
    }

    private void awaitStored(String person, int count) {
        Awaitility.await(count + " messages of " + person)
                .atMost(Duration.ofSeconds(15))
                .until(() -> stored(person).size() >= count);
    }

    private JsonNode stored(String person) {
        return api.get("/numbers/webhooks/conversations/" + person + "/messages")
                .json()
                .path("messages");
    }

    private List<String> textsOf(String person) {
        List<String> texts = new ArrayList<>();
        stored(person).forEach(message -> texts.add(message.path("text").asText()));
        return texts;
    }

    private static String text(String from, String id, long secondsAgo, String body) {
        return "{\"from\":\"%s\",\"id\":\"%s\",\"timestamp\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"%s\"}}"
                .formatted(from, id, Instant.now().getEpochSecond() - secondsAgo, body);
    }

    private static String status(String wamid, String status, String person) {
        return "{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%d\",\"recipient_id\":\"%s\"}"
                .formatted(wamid, status, Instant.now().getEpochSecond(), person);
    }

    private static byte[] messages(String... messages) {
        return body("messages", messages);
    }

    private static byte[] statuses(String... statuses) {
        return body("statuses", statuses);
    }

    private static byte[] body(String kind, String... items) {
        List<String> all = new ArrayList<>(List.of(items));
        return Api.bytes(
                """
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages",
                 "value":{"messaging_product":"whatsapp",
                 "metadata":{"display_phone_number":"%s","phone_number_id":"%s"},"%s":[%s]}}]}]}\
                """.formatted(WEBHOOKS.waba(), WEBHOOKS.display(), WEBHOOKS.id(), kind, String.join(",", all)));
    }
}
