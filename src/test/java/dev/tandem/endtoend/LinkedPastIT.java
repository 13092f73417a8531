package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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
 * the parts come shuffled, up to three times, and the engine is killed in the middle; and no route that waits for what comes live
 * is woken by it. {@code -Dpast.conversations} and
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

    /** Of what comes again the bytes are kept once more, and when contacts came last is another time. */
    private static final Set<String> ARRIVALS =
            Set.of("WEBHOOK_RAW", "NUMBER_SYNC.CONTACTS_CAME", "NUMBER_SYNC.REVISION");

    private static EngineProcess engine;
    private static SimulatorProcess simulator;
    private static ChannelReader events;

    @BeforeAll
    static void start() {
        Path home = Installation.home(LinkedPastIT.class.getSimpleName());
        engine = new EngineProcess(home, List.of(NUMBER, EARLY, BARE))
                .with("tandem.sync.check-millis=200", "tandem.sync.quiet=6s", "tandem.sync.settle=4s")
                .with("tandem.broker.subscriptions=" + ChannelReader.queues(TEAM));
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

    @Test
    @Order(1)
    void afterTheSyncTheEngineKnowsWhatThePhoneKnows() {
        ask(NUMBER);
        JsonNode half = Awaitility.await("half of it is there")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> history(NUMBER),
                        history -> history.path("messages").asLong() > CONVERSATIONS * MESSAGES / 2L);
        assertThat(half.path("state").asText()).as("in the middle").isEqualTo("syncing");
        events.close();
        engine.kill9();
        engine.start();
        events = events.anew();
        // What could not be delivered waits for its next try.
        simulator.control().advanceClock("2m");
        JsonNode end = awaitEnd(NUMBER, "complete");
        assertThat(end.path("missing")).isEmpty();
        Map<String, Map<String, String>> wanted = KnownPast.onPhone(simulator.control(), NUMBER);
        assertThat(wanted).hasSize(CONVERSATIONS * MESSAGES);
        Awaitility.await("also the files that follow are there")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> KnownPast.assertSame(KnownPast.inEngine(engine.api(), NUMBER), wanted));
        int files = simulator
                .control()
                .get("/numbers/" + NUMBER.id() + "/past?limit=0")
                .path("mediaToFollow")
                .asInt();
        Awaitility.await("every file was fetched and told of")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(filesTold()).hasSize(files));
    }

    /** The messages whose file is there, as the teams were told. */
    private static Set<String> filesTold() {
        return events
                .all(event -> event.path("type").asText().equals("media")
                        && event.at("/media/0/state").asText().equals("ready"))
                .stream()
                .map(event -> event.path("messageId").asText())
                .collect(Collectors.toSet());
    }

    @Test
    @Order(2)
    void thePastWakesNothing() {
        assertThat(engine.api().conversations(NUMBER.alias())).hasSize(CONVERSATIONS);
        TeamAsleep.assertNothingWoke(engine.api(), events, NUMBER);
        assertThat(engine.folder().resolve("data/out/statuses.csv")).doesNotExist();
        assertThat(events.all(event -> event.path("type").asText().equals("sync_ended")))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/item/outcome").asText()).isEqualTo("complete"));
    }

    @Test
    @Order(3)
    void whatComesOnceMoreChangesNothing() {
        Map<String, List<String>> rows = Awaitility.await("every event was published")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> DatabaseCopy.rows(engine, ARRIVALS), copy -> copy.get("OUTBOX")
                        .isEmpty());
        assertThat(rows.get("MESSAGE")).hasSize(CONVERSATIONS * MESSAGES);
        int told = told();

        simulator.control().call("POST", "/numbers/" + NUMBER.id() + "/past/again", "");
        Awaitility.await("all of it has come once more")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> delivered("contacts") && delivered("history"));
        BrokerClient.awaitWebhooksWorkedOff(engine, Duration.ofSeconds(60));

        DatabaseCopy.assertUnchanged(rows, DatabaseCopy.rows(engine, ARRIVALS));
        assertThat(told()).as("no event is new").isEqualTo(told);
    }

    /** How many events the team was told of, once no more are on their way. */
    private static int told() {
        AtomicInteger told = new AtomicInteger(-1);
        Awaitility.await("no more events come")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    int now = events.all(event -> true).size();
                    return told.getAndSet(now) == now;
                });
        return told.get();
    }

    private static boolean delivered(String part) {
        JsonNode webhooks = simulator
                .control()
                .get("/numbers/" + NUMBER.id() + "/sync")
                .path(part)
                .path("webhooks");
        return webhooks.path("planned").asInt(-1) == webhooks.path("settled").asInt();
    }

    @Test
    @Order(4)
    void anEndThatIsToldTooEarlyAndARefusalWithoutItsEnvelopeAreUnderstood() {
        simulator.control().behaviour("{\"historyProgressEarly\":true,\"historyDeclineBare\":true}");
        ask(EARLY);
        ask(BARE);
        assertThat(awaitEnd(EARLY, "complete").path("messages").asInt()).isEqualTo(400);
        awaitEnd(BARE, "declined");
        KnownPast.assertSame(KnownPast.inEngine(engine.api(), EARLY), KnownPast.onPhone(simulator.control(), EARLY));
        assertThat(KnownPast.inEngine(engine.api(), BARE)).isEmpty();
        for (TestNumber number : List.of(EARLY, BARE)) {
            TeamAsleep.assertNothingWoke(engine.api(), events, number);
        }
        assertThat(events.all(event -> event.path("type").asText().equals("sync_ended")))
                .hasSize(3);
        assertThat(engine.api().get("/alerts").json().path("alerts")).isEmpty();
    }

    @Test
    @Order(5)
    void whatComesLiveWakesWhatSleptOverThePast() {
        TeamAsleep.assertAwakeToWhatComesLive(engine.api(), simulator.control(), NUMBER);
        Awaitility.await("statuses are written down")
                .until(() -> Files.exists(engine.folder().resolve("data/out/statuses.csv")));
    }
}
