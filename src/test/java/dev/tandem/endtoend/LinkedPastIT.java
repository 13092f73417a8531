package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final TestNumber SHOP = TestNumber.combined("shop", 2, 5);
    private static final String TEAM = "past";

    private static EngineProcess engine;
    private static SimulatorProcess simulator;
    private static ChannelReader events;

    @BeforeAll
    static void start() {
        Path home = Installation.home(LinkedPastIT.class.getSimpleName());
        engine = new EngineProcess(home, List.of(NUMBER, SHOP))
                .with("tandem.sync.check-millis=200", "tandem.sync.quiet=6s", "tandem.sync.settle=4s")
                .with("tandem.broker.subscriptions=" + ChannelReader.queues(TEAM));
        simulator = new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true");
        Installation.turn(simulator.control());
        simulator.control().put(NUMBER);
        simulator.control().put(SHOP);
        String options = "{\"seed\":7,\"conversations\":%d,\"messagesPerConversation\":%d,\"days\":180,\"media\":0.1,"
                        .formatted(CONVERSATIONS, MESSAGES)
                + "\"chunkMessages\":250,\"shuffle\":true,\"repeat\":3,\"atOnce\":2,\"gapMs\":20}";
        JsonNode linked = simulator.control().call("POST", "/numbers/" + NUMBER.id() + "/link", options);
        engine.numbers(
                List.of(NUMBER.linkedAt(Instant.parse(linked.path("linkedAt").asText())), SHOP));
        engine.with("tandem.graph.base-url=" + simulator.baseUrl()).start();
        events = new ChannelReader(engine, TEAM);
    }

    @AfterAll
    static void stop() {
        events.close();
        simulator.close();
        engine.close();
    }

    private static JsonNode sync() {
        return engine.api().get("/numbers/" + NUMBER.id()).json().path("sync");
    }

    private static JsonNode history() {
        return sync().path("history");
    }

    private static void ask() {
        Awaitility.await("its contacts are there")
                .until(() -> sync().at("/contacts/state").asText().equals("received"));
        assertThat(engine.api()
                        .post("/numbers/" + NUMBER.id() + "/sync/history", "")
                        .status())
                .isEqualTo(202);
    }

    @Test
    @Order(1)
    void afterTheSyncTheEngineKnowsWhatThePhoneKnows() {
        ask();
        JsonNode half = Awaitility.await("half of it is there")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        LinkedPastIT::history,
                        history -> history.path("messages").asLong() > CONVERSATIONS * MESSAGES / 2L);
        assertThat(half.path("state").asText()).as("in the middle").isEqualTo("syncing");
        events.close();
        engine.kill9();
        engine.start();
        events = events.anew();
        // What could not be delivered waits for its next try.
        simulator.control().advanceClock("2m");
        JsonNode end = Awaitility.await("it is complete")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        LinkedPastIT::history,
                        history -> history.path("state").asText().equals("complete"));
        assertThat(end.path("missing")).isEmpty();
        Map<String, Map<String, String>> wanted = KnownPast.onPhone(simulator.control(), NUMBER);
        assertThat(wanted).hasSize(CONVERSATIONS * MESSAGES);
        KnownPast.awaitSame(engine.api(), NUMBER, wanted);
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
        assertThat(engine.api().get("/alerts").json().path("alerts")).isEmpty();
    }

    @Test
    @Order(3)
    void whatComesOnceMoreChangesNothing() {
        PastAgain again = new PastAgain(engine, simulator.control(), events);
        Map<String, List<String>> rows = again.rows();
        assertThat(rows.get("MESSAGE")).hasSize(CONVERSATIONS * MESSAGES);
        again.assertChangesNothing(List.of(NUMBER), rows);
    }

    @Test
    @Order(4)
    void whatComesLiveWakesWhatSleptOverThePast() {
        TeamAsleep.assertAwakeToWhatComesLive(engine.api(), simulator.control(), NUMBER);
        Awaitility.await("statuses are written down")
                .until(() -> Files.exists(engine.folder().resolve("data/out/statuses.csv")));
    }

    @Test
    void theStartLogSaysWhichLimitBinds() {
        assertThat(engine.process().log())
                .contains("Number shop (" + SHOP.id() + "): 5/s by the combined limit of app and API (R43)")
                .contains("Number half-a-year (" + NUMBER.id() + "): no limit");
    }

    /** The phone with a past of the README, command by command, in a folder with nothing but the key that they name. */
    @Test
    @Order(5)
    void aPhoneWithAPastIsTriedAsTheReadmeSays() throws IOException {
        Path folder = Files.createDirectories(engine.folder().resolve("past"));
        Files.createSymbolicLink(folder.resolve("data"), engine.folder().resolve("data"));
        String commands = Readme.commands("past");
        assertThat(commands)
                .contains("http://127.0.0.1:8090/control", "http://127.0.0.1:8080/api", "\"100000000000001\"")
                .contains("/link", "/sync/history", "/conversations", "/past");
        int exit = ChildProcess.start(
                        List.of(
                                "bash",
                                "-euc",
                                commands.replace("http://127.0.0.1:8090", simulator.baseUrl())
                                        .replace("http://127.0.0.1:8080", engine.baseUrl())
                                        .replace("100000000000001", SHOP.id())),
                        folder,
                        folder.resolve("past.log"))
                .awaitExit(Duration.ofSeconds(60));
        String said = Files.readString(folder.resolve("past.log"));
        assertThat(exit).as(said).isZero();
        assertThat(said)
                .containsSubsequence(
                        "\"linkedAt\":",
                        "\"state\":\"linked\"",
                        "\"state\":\"accepted\"",
                        "\"conversations\":[",
                        "\"history\"",
                        "\"messages\":[");
        assertThat(engine.api().conversations(SHOP.alias())).hasSize(20);
        KnownPast.awaitSame(engine.api(), SHOP, KnownPast.onPhone(simulator.control(), SHOP));
    }
}
