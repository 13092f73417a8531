package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Contacts and history of linked phones, from the linking to every end there is; the simulator counts the calls. The tests go
 * on with one another's numbers: an engine that is killed and a clock that moves are there once for all.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SyncIT {

    private static final TestNumber WHOLE = TestNumber.unlimited("whole", 1);
    private static final TestNumber DECLINED = TestNumber.unlimited("declined", 2);
    private static final TestNumber GAP = TestNumber.unlimited("gap", 3);
    private static final TestNumber SILENT = TestNumber.unlimited("silent", 4);
    private static final TestNumber LOST = TestNumber.unlimited("lost", 5);
    private static final TestNumber CUT = TestNumber.unlimited("cut", 6);
    private static final TestNumber LAST_HOUR = TestNumber.unlimited("last-hour", 7);
    private static final TestNumber REFUSED = TestNumber.unlimited("refused", 8);

    private static final TestNumber NO_CONTACTS = TestNumber.unlimited("no-contacts", 9);

    private static final String PAST =
            "\"seed\":%d,\"conversations\":10,\"messagesPerConversation\":20,\"days\":80,\"media\":0,\"chunkMessages\":20";

    private static final Map<TestNumber, String> LINKINGS = Map.of(
            WHOLE, past(1) + ",\"shuffle\":true,\"repeat\":3",
            DECLINED, past(2) + ",\"shareHistory\":false",
            GAP, past(3) + ",\"dropChunk\":true",
            SILENT, past(4) + ",\"silent\":\"history\"",
            LOST, past(5),
            CUT, past(6) + ",\"gapMs\":400",
            LAST_HOUR, past(7),
            REFUSED, past(8),
            NO_CONTACTS, past(10) + ",\"silent\":\"contacts\"");

    private static final Map<TestNumber, Instant> LINKED_AT = new HashMap<>();

    private static EngineProcess engine;
    private static SimulatorProcess simulator;

    private static String past(int seed) {
        return PAST.formatted(seed);
    }

    @BeforeAll
    static void start() {
        Path home = Installation.home(SyncIT.class.getSimpleName());
        List<TestNumber> numbers = new ArrayList<>(LINKINGS.keySet());
        engine = new EngineProcess(home, numbers)
                .with("tandem.sync.check-millis=200", "tandem.sync.quiet=6s", "tandem.sync.settle=1s")
                .with("tandem.broker.subscriptions=Consumer.sync.VirtualTopic.wa.account");
        simulator = new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true");
        Installation.turn(simulator.control());
        numbers.forEach(simulator.control()::put);
        LINKINGS.forEach(SyncIT::link);
        simulator.control().faults(REFUSED, "\"errorRate\":1,\"code\":190");
        configure();
        engine.with("tandem.graph.base-url=" + simulator.baseUrl()).start();
    }

    @AfterAll
    static void stop() {
        simulator.close();
        engine.close();
    }

    private static void link(TestNumber number, String options) {
        JsonNode linked = simulator.control().call("POST", "/numbers/" + number.id() + "/link", "{" + options + "}");
        LINKED_AT.put(number, Instant.parse(linked.path("linkedAt").asText()));
    }

    /** The numbers with the times at which they were linked. */
    private static void configure() {
        engine.numbers(LINKED_AT.entrySet().stream()
                .map(linked -> linked.getKey().linkedAt(linked.getValue()))
                .toList());
    }

    private static JsonNode sync(TestNumber number) {
        return engine.api().get("/numbers/" + number.id()).json().path("sync");
    }

    private static JsonNode await(TestNumber number, String kind, String state) {
        return Awaitility.await(number.alias() + ": " + kind + " " + state)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> sync(number).path(kind),
                        part -> part.path("state").asText().equals(state));
    }

    private static Http.Answer askForHistory(TestNumber number) {
        return engine.api().post("/numbers/" + number.id() + "/sync/history", "");
    }

    /** What the simulator counted since the number's last linking. */
    private static void assertAskedOnce(TestNumber number, String kind) {
        JsonNode counted =
                simulator.control().get("/numbers/" + number.id() + "/sync").path(kind);
        assertThat(counted.path("calls").asInt())
                .as(number.alias() + " " + kind)
                .isEqualTo(1);
        assertThat(counted.path("accepted").asInt())
                .as(number.alias() + " " + kind)
                .isEqualTo(1);
    }

    private static List<String> alerts(TestNumber number) {
        List<String> codes = new ArrayList<>();
        engine.api().get("/alerts").json().path("alerts").forEach(alert -> {
            if (alert.path("phoneNumberId").asText().equals(number.id())) {
                codes.add(alert.path("code").asText());
            }
        });
        return codes;
    }

    @Test
    @Order(1)
    void everyEndThatASyncCanHave() {
        await(LOST, "contacts", "received");
        simulator.control().faults(LOST, "\"dropAnswerRate\":1");
        assertThat(askForHistory(LOST).json().path("history").path("state").asText())
                .isIn("unclear", "syncing", "complete");
        simulator.control().noFaults(LOST);
        List<TestNumber> asked = List.of(WHOLE, DECLINED, GAP, SILENT);
        for (TestNumber number : asked) {
            await(number, "contacts", "received");
            assertThat(sync(number).path("history").path("shares").asText()).isEqualTo("unknown");
            assertThat(askForHistory(number).status()).isEqualTo(202);
            assertThat(askForHistory(number).status()).isEqualTo(409);
        }
        await(DECLINED, "history", "declined");
        JsonNode whole = await(WHOLE, "history", "complete");
        assertThat(whole.path("endedBy").asText()).isEqualTo("progress");
        assertThat(whole.path("messages").asInt()).isEqualTo(200);
        await(LOST, "history", "complete");
        assertThat(await(GAP, "history", "gap").path("missing")).isNotEmpty();
        for (TestNumber number : List.of(WHOLE, DECLINED, GAP, SILENT, LOST)) {
            assertAskedOnce(number, "contacts");
            assertAskedOnce(number, "history");
        }
        assertThat(alerts(WHOLE)).isEmpty();
        assertThat(alerts(DECLINED)).isEmpty();
        assertThat(alerts(LOST)).isEmpty();
        assertThat(alerts(GAP)).containsExactly("sync_gap");
        assertThat(alerts(REFUSED)).containsExactly("sync_refused");
    }

    @Test
    @Order(2)
    void aKilledEngineAsksNoSecondTimeAndANewLinkingIsAskedAnew() {
        await(CUT, "contacts", "received");
        askForHistory(CUT);
        await(CUT, "history", "syncing");
        engine.kill9();
        link(DECLINED, past(9));
        configure();
        engine.start();
        // What could not be delivered waits for its next try.
        simulator.control().advanceClock("2m");
        await(DECLINED, "contacts", "received");
        assertThat(askForHistory(DECLINED).status()).isEqualTo(202);
        assertThat(await(CUT, "history", "complete").path("messages").asInt()).isEqualTo(200);
        await(DECLINED, "history", "complete");
        await(SILENT, "history", "silent");
        assertThat(alerts(SILENT)).containsExactly("sync_silent");
        assertThat(await(NO_CONTACTS, "contacts", "silent").path("why").asText())
                .contains("none came", "open WhatsApp Business on the phone");
        assertThat(alerts(NO_CONTACTS)).containsExactly("sync_contacts_silent");
        for (TestNumber number : List.of(CUT, DECLINED, SILENT)) {
            assertAskedOnce(number, "contacts");
            assertAskedOnce(number, "history");
        }
        assertThat(askForHistory(WHOLE).status()).as("known after the crash").isEqualTo(409);
    }

    @Test
    @Order(3)
    void inTheLastHourTheHistoryIsAskedForByItselfAndAfterTheDayNoMore() {
        advance("PT23H30M");
        JsonNode history = await(LAST_HOUR, "history", "complete");
        assertThat(history.path("askedBy").asText()).isEqualTo("tandem");
        assertAskedOnce(LAST_HOUR, "history");
        assertAskedOnce(NO_CONTACTS, "contacts");
        Awaitility.await().until(() -> alerts(REFUSED).contains("sync_deadline"));
        advance("PT40M");
        await(REFUSED, "history", "expired");
        assertThat(alerts(REFUSED)).containsExactly("sync_expired");
        assertThat(askForHistory(REFUSED).json().path("detail").asText()).contains("link it again");
    }

    private static void advance(String by) {
        simulator.control().advanceClock(by);
        engine.api().advanceClock(by);
    }

    @Test
    @Order(4)
    void eachEndWasToldOnce() {
        Map<String, List<String>> told = new HashMap<>();
        // An event that was published when the engine was killed may come again, with the same id.
        Set<String> ids = new HashSet<>();
        try (ChannelReader reader = new ChannelReader(engine, "sync")) {
            reader.await(
                    "the last end",
                    event -> event.path("item").path("outcome").asText().equals("expired"));
            for (JsonNode event : reader.all(each -> each.path("type").asText().startsWith("sync_"))) {
                if (ids.add(event.path("id").asText())) {
                    told.computeIfAbsent(event.path("number").path("alias").asText(), alias -> new ArrayList<>())
                            .add(event.path("type").asText() + " "
                                    + event.path("item").path("outcome").asText());
                }
            }
        }
        assertThat(told)
                .containsOnly(
                        Map.entry("whole", List.of("sync_ended complete")),
                        Map.entry("declined", List.of("sync_ended declined", "sync_ended complete")),
                        Map.entry("gap", List.of("sync_ended gap")),
                        Map.entry("silent", List.of("sync_ended silent")),
                        Map.entry("lost", List.of("sync_ended complete")),
                        Map.entry("cut", List.of("sync_ended complete")),
                        Map.entry("no-contacts", List.of("sync_contacts_silent ", "sync_ended complete")),
                        Map.entry("last-hour", List.of("sync_ended complete")),
                        Map.entry("refused", List.of("sync_ended expired")));
    }
}
