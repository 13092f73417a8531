package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A phone with half a year of talk is linked; what the engine then knows is what the phone knows, message by message, although
 * the parts come shuffled, up to three times, and the engine is killed in the middle. {@code -Dpast.conversations} and
 * {@code -Dpast.messages} make it another size.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LinkedPastIT {

    private static final int CONVERSATIONS = Integer.getInteger("past.conversations", 200);
    private static final int MESSAGES = Integer.getInteger("past.messages", 50);

    private static final TestNumber NUMBER = TestNumber.unlimited("half-a-year", 1);
    private static final TestNumber EARLY = TestNumber.unlimited("early", 2);
    private static final TestNumber BARE = TestNumber.unlimited("bare", 3);
    private static final String TEAM = "past";
    private static final String PLACEHOLDER = "media_placeholder";

    private static EngineProcess engine;
    private static SimulatorProcess simulator;
    private static ChannelReader events;

    @BeforeAll
    static void start() {
        Path home = Installation.home(LinkedPastIT.class.getSimpleName());
        engine = new EngineProcess(home, List.of(NUMBER, EARLY, BARE))
                .withoutTeamRoutes()
                .with("tandem.sync.check-millis=200", "tandem.sync.quiet=6s", "tandem.sync.settle=4s")
                .with("tandem.broker.subscriptions="
                        + List.of("message", "status", "echo", "history", "account").stream()
                                .map(channel -> "Consumer." + TEAM + ".VirtualTopic.wa." + channel)
                                .collect(Collectors.joining(",")));
        simulator = new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true");
        Installation.turn(simulator.control());
        Map<TestNumber, String> linkings = new LinkedHashMap<>();
        linkings.put(
                NUMBER,
                "\"seed\":7,\"conversations\":%d,\"messagesPerConversation\":%d,\"days\":180,\"media\":0.1,"
                                .formatted(CONVERSATIONS, MESSAGES)
                        + "\"chunkMessages\":250,\"shuffle\":true,\"repeat\":3,\"atOnce\":2,\"gapMs\":20");
        linkings.put(
                EARLY,
                "\"seed\":8,\"conversations\":20,\"messagesPerConversation\":20,\"chunkMessages\":20,\"media\":0");
        linkings.put(BARE, "\"seed\":9,\"shareHistory\":false");
        Map<TestNumber, Instant> linkedAt = new HashMap<>();
        linkings.forEach((number, options) -> {
            simulator.control().put(number);
            JsonNode linked =
                    simulator.control().call("POST", "/numbers/" + number.id() + "/link", "{" + options + "}");
            linkedAt.put(number, Instant.parse(linked.path("linkedAt").asText()));
        });
        engine.numbers(linkedAt.entrySet().stream()
                .map(linked -> linked.getKey().linkedAt(linked.getValue()))
                .toList());
        engine.with("tandem.graph.base-url=" + simulator.baseUrl()).start();
        events = new ChannelReader(engine, TEAM);
    }

    @AfterAll
    static void stop() {
        events.close();
        simulator.close();
        engine.close();
    }

    private static JsonNode history(TestNumber number) {
        return engine.api().get("/numbers/" + number.id()).json().path("sync").path("history");
    }

    private static JsonNode awaitEnd(TestNumber number, String state) {
        return Awaitility.await(number.alias() + " " + state)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> history(number),
                        history -> history.path("state").asText().equals(state));
    }

    private static void ask(TestNumber number) {
        Awaitility.await(number.alias() + " has its contacts").until(() -> engine.api()
                .get("/numbers/" + number.id())
                .json()
                .at("/sync/contacts/state")
                .asText()
                .equals("received"));
        assertThat(engine.api()
                        .post("/numbers/" + number.id() + "/sync/history", "")
                        .status())
                .isEqualTo(202);
    }

    /** Every message of the phone that shares its past: by id, in the words of the API. */
    private static Map<String, Map<String, String>> phone() {
        Map<String, Map<String, String>> messages = new TreeMap<>();
        for (JsonNode message :
                simulator.control().get("/numbers/" + NUMBER.id() + "/past").path("messages")) {
            boolean stays = message.has("media")
                    && !message.path("media").path("follows").asBoolean();
            Map<String, String> line = new TreeMap<>();
            line.put("direction", message.path("direction").asText());
            line.put(
                    "at",
                    Instant.ofEpochSecond(message.path("timestamp").asLong()).toString());
            line.put("type", stays ? PLACEHOLDER : message.path("type").asText());
            line.put("text", stays ? "" : message.path("text").asText());
            String status = message.path("status").asText().toLowerCase(Locale.ROOT);
            line.put("status", status.equals("error") ? "failed" : status);
            messages.put(message.path("id").asText(), line);
        }
        return messages;
    }

    /** Every message that the engine knows of the number. */
    private static Map<String, Map<String, String>> engine() {
        Map<String, Map<String, String>> messages = new TreeMap<>();
        for (JsonNode conversation : engine.api().conversations(NUMBER.alias())) {
            String contact = conversation.path("contact").asText();
            for (JsonNode message : engine.api().messages(NUMBER.alias(), contact)) {
                Map<String, String> line = new TreeMap<>();
                for (String field : List.of("direction", "at", "type", "text", "status")) {
                    line.put(field, message.path(field).asText());
                }
                messages.put(message.path("messageId").asText(), line);
            }
        }
        return messages;
    }

    /** The same messages, and of those that differ only those are shown. */
    private static void assertSame(Map<String, Map<String, String>> found, Map<String, Map<String, String>> wanted) {
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        assertThat(wanted.entrySet()).allSatisfy(message -> assertThat(found.get(message.getKey()))
                .as(message.getKey())
                .isEqualTo(message.getValue()));
    }

    @Test
    @Order(1)
    void afterTheSyncTheEngineKnowsWhatThePhoneKnows() {
        ask(NUMBER);
        Awaitility.await("half of it is there")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> history(NUMBER).path("messages").asLong() > CONVERSATIONS * MESSAGES / 2L);
        events.close();
        engine.kill9();
        engine.start();
        events = new ChannelReader(engine, TEAM);
        // What could not be delivered waits for its next try.
        simulator.control().advanceClock("2m");
        JsonNode end = awaitEnd(NUMBER, "complete");
        assertThat(end.path("missing")).isEmpty();
        Map<String, Map<String, String>> wanted = phone();
        assertThat(wanted).hasSize(CONVERSATIONS * MESSAGES);
        Awaitility.await("also the files that follow are there")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertSame(engine(), wanted));
    }

    @Test
    @Order(2)
    void thePastWakesNothing() {
        List<JsonNode> conversations = engine.api().conversations(NUMBER.alias());
        assertThat(conversations).hasSize(CONVERSATIONS);
        for (JsonNode conversation : conversations) {
            String path = "/windows/" + conversation.path("contact").asText();
            JsonNode window =
                    engine.api().get("/numbers/" + NUMBER.alias() + path).json();
            assertThat(window.path("open").asBoolean(true))
                    .as(window.toString())
                    .isFalse();
        }
        assertThat(events.all(event -> List.of("message", "status", "echo")
                        .contains(event.path("channel").asText())))
                .isEmpty();
        assertThat(engine.api().get("/sends?from=" + NUMBER.alias()).json().path("sends"))
                .isEmpty();
        assertThat(events.all(event -> event.path("type").asText().equals("sync_ended")))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/item/outcome").asText()).isEqualTo("complete"));
    }

    @Test
    @Order(3)
    void whatComesOnceMoreChangesNothing() {
        JsonNode told = events.all(event -> event.path("channel").asText().equals("history")
                        && event.path("item").path("messages").size() > 1)
                .get(0);
        List<String> before = ids();
        Map<String, Map<String, String>> known = engine();
        ObjectNode value = Http.JSON.createObjectNode().put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", NUMBER.display())
                .put("phone_number_id", NUMBER.id());
        ObjectNode thread = (ObjectNode) told.path("item").deepCopy();
        ObjectNode chunk = value.putArray("history").addObject();
        chunk.set("metadata", thread.remove("metadata"));
        chunk.putArray("threads").add(thread);
        ObjectNode webhook = Http.JSON.createObjectNode().put("field", "history");
        webhook.set("value", value);
        simulator.control().call("POST", "/numbers/" + NUMBER.id() + "/webhook", webhook.toString());
        simulator.control().inbound(EARLY, "491701234567", "a sign that all before it is done");
        events.await("the sign", event -> event.path("channel").asText().equals("message"));
        assertThat(ids()).isEqualTo(before);
        assertSame(engine(), known);
    }

    /** The events of slices; those of files come when a file has been fetched. */
    private static List<String> ids() {
        return events
                .all(event -> event.path("channel").asText().equals("history")
                        && event.path("item").path("messages").size() > 0)
                .stream()
                .map(event -> event.path("id").asText())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    @Order(4)
    void anEndThatIsToldTooEarlyAndARefusalWithoutItsEnvelopeAreUnderstood() {
        simulator.control().behaviour("{\"historyProgressEarly\":true,\"historyDeclineBare\":true}");
        ask(EARLY);
        ask(BARE);
        assertThat(awaitEnd(EARLY, "complete").path("messages").asInt()).isEqualTo(400);
        awaitEnd(BARE, "declined");
        assertThat(events.all(event -> event.path("type").asText().equals("sync_ended")))
                .hasSize(3);
    }
}
