package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * on with one another's numbers: an engine that is killed and a clock that moves are there once for all. At every end the engine
 * knows what came of the phone's past and nothing else, nothing woke, and one notice at most tells of it.
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
    /** In the other of the two shapes in which Meta says so. */
    private static final TestNumber DECLINED_OTHERWISE = TestNumber.unlimited("declined-otherwise", 10);
    /** Linked a day longer than the engine was told. */
    private static final TestNumber TOO_LATE = TestNumber.unlimited("too-late", 11);

    private static final String TEAM = "sync";
    private static final int CHUNK = 20;
    private static final int MESSAGES = 200;
    private static final String PAST =
            "\"seed\":%d,\"conversations\":10,\"messagesPerConversation\":20,\"days\":80,\"media\":0,\"chunkMessages\":"
                    + CHUNK;

    private static final Map<TestNumber, String> LINKINGS = Map.of(
            WHOLE, past(1) + ",\"shuffle\":true,\"repeat\":3",
            DECLINED, past(2) + ",\"shareHistory\":false",
            GAP, past(3) + ",\"dropChunk\":true",
            SILENT, past(4) + ",\"silent\":\"history\"",
            LOST, past(5),
            CUT, past(6) + ",\"gapMs\":400",
            LAST_HOUR, past(7),
            REFUSED, past(8),
            NO_CONTACTS, past(10) + ",\"silent\":\"contacts\"",
            DECLINED_OTHERWISE, past(11) + ",\"shareHistory\":false");

    private static final Map<TestNumber, Instant> LINKED_AT = new HashMap<>();

    private static EngineProcess engine;
    private static SimulatorProcess simulator;
    private static ChannelReader events;

    private static String past(int seed) {
        return PAST.formatted(seed);
    }

    @BeforeAll
    static void start() {
        Path home = Installation.home(SyncIT.class.getSimpleName());
        List<TestNumber> numbers = new ArrayList<>(LINKINGS.keySet());
        numbers.add(TOO_LATE);
        engine = new EngineProcess(home, numbers)
                .with("tandem.sync.check-millis=200", "tandem.sync.quiet=6s", "tandem.sync.settle=1s")
                .with("tandem.broker.subscriptions=" + ChannelReader.queues(TEAM));
        simulator = new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true");
        Installation.turn(simulator.control());
        numbers.forEach(simulator.control()::put);
        LINKINGS.forEach(SyncIT::link);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        simulator.control().put(TOO_LATE.linkedAt(now.minus(Duration.ofHours(25))));
        LINKED_AT.put(TOO_LATE, now);
        simulator.control().faults(REFUSED, "\"errorRate\":1,\"code\":190");
        configure();
        engine.with("tandem.graph.base-url=" + simulator.baseUrl()).start();
        events = new ChannelReader(engine, TEAM);
    }

    @AfterAll
    static void stop() {
        events.close();
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
        return standing(number).stream()
                .map(alert -> alert.path("code").asText())
                .toList();
    }

    private static List<JsonNode> standing(TestNumber number) {
        List<JsonNode> alerts = new ArrayList<>();
        engine.api().get("/alerts").json().path("alerts").forEach(alert -> {
            if (alert.path("phoneNumberId").asText().equals(number.id())) {
                alerts.add(alert);
            }
        });
        return alerts;
    }

    /** One alert stands, raised once. */
    private static void assertOneNotice(TestNumber number, String code) {
        assertThat(standing(number)).singleElement().satisfies(alert -> {
            assertThat(alert.path("code").asText()).isEqualTo(code);
            assertThat(alert.path("count").asInt()).as(alert.toString()).isEqualTo(1);
        });
    }

    /** The engine knows the phone's past, message by message, and slept over it. */
    private static void assertAllThere(TestNumber number) {
        assertThere(number, KnownPast.onPhone(simulator.control(), number));
    }

    private static void assertNothingThere(TestNumber number) {
        assertThere(number, Map.of());
    }

    private static void assertThere(TestNumber number, Map<String, Map<String, String>> wanted) {
        KnownPast.assertSame(KnownPast.inEngine(engine.api(), number), wanted);
        TeamAsleep.assertNothingWoke(engine.api(), events, number);
    }

    /** What the engine misses is one chunk, and of what it knows exactly that is not there. */
    private static void assertAllThereBut(TestNumber number, JsonNode missing) {
        assertThat(missing).hasSize(1);
        assertThat(missing.path(0).path("orders")).hasSize(1);
        Map<String, Map<String, String>> wanted = KnownPast.onPhone(simulator.control(), number);
        Set<String> lost = KnownPast.chunk(
                simulator.control(),
                number,
                missing.path(0).path("phase").asInt(),
                missing.path(0).path("orders").path(0).asInt(),
                CHUNK);
        assertThat(lost).isNotEmpty();
        wanted.keySet().removeAll(lost);
        assertThere(number, wanted);
    }

    @Test
    @Order(1)
    void everyEndThatASyncCanHave() {
        await(LOST, "contacts", "received");
        simulator.control().faults(LOST, "\"dropAnswerRate\":1");
        assertThat(askForHistory(LOST).json().path("history").path("state").asText())
                .isIn("unclear", "syncing", "complete");
        simulator.control().noFaults(LOST);
        for (TestNumber number : List.of(WHOLE, DECLINED, GAP, SILENT)) {
            askOnce(number);
        }
        await(DECLINED, "history", "declined");
        simulator.control().behaviour("{\"historyDeclineBare\":" + !Installation.theOtherWay() + "}");
        askOnce(DECLINED_OTHERWISE);
        await(DECLINED_OTHERWISE, "history", "declined");
        await(TOO_LATE, "contacts", "expired");
        askForHistory(TOO_LATE);
        await(TOO_LATE, "history", "expired");
        JsonNode whole = await(WHOLE, "history", "complete");
        assertThat(whole.path("endedBy").asText()).isEqualTo("progress");
        assertThat(whole.path("messages").asInt()).isEqualTo(MESSAGES);
        await(LOST, "history", "complete");
        JsonNode missing = await(GAP, "history", "gap").path("missing");
        for (TestNumber number : List.of(WHOLE, DECLINED, DECLINED_OTHERWISE, GAP, SILENT, LOST)) {
            assertAskedOnce(number, "contacts");
            assertAskedOnce(number, "history");
        }
        assertAllThere(WHOLE);
        assertAllThere(LOST);
        assertAllThereBut(GAP, missing);
        for (TestNumber number : List.of(DECLINED, DECLINED_OTHERWISE, SILENT, TOO_LATE, REFUSED)) {
            assertNothingThere(number);
        }
        for (TestNumber number : List.of(WHOLE, DECLINED, DECLINED_OTHERWISE, LOST)) {
            assertThat(alerts(number)).isEmpty();
        }
        assertOneNotice(TOO_LATE, "sync_expired");
        assertOneNotice(GAP, "sync_gap");
        assertThat(alerts(REFUSED)).containsExactly("sync_refused");
    }

    private static void askOnce(TestNumber number) {
        await(number, "contacts", "received");
        assertThat(sync(number).path("history").path("shares").asText()).isEqualTo("unknown");
        assertThat(askForHistory(number).status()).isEqualTo(202);
        assertThat(askForHistory(number).status()).isEqualTo(409);
    }

    @Test
    @Order(2)
    void aKilledEngineAsksNoSecondTimeAndANewLinkingIsAskedAnew() {
        await(CUT, "contacts", "received");
        askForHistory(CUT);
        await(CUT, "history", "syncing");
        events.close();
        engine.kill9();
        link(DECLINED, past(9));
        link(WHOLE, past(12) + ",\"shuffle\":true,\"repeat\":3");
        configure();
        engine.start();
        events = events.anew();
        // What could not be delivered waits for its next try.
        simulator.control().advanceClock("2m");
        for (TestNumber again : List.of(DECLINED, WHOLE)) {
            askOnce(again);
        }
        assertThat(await(CUT, "history", "complete").path("messages").asInt()).isEqualTo(MESSAGES);
        for (TestNumber again : List.of(DECLINED, WHOLE)) {
            await(again, "history", "complete");
            assertAllThere(again);
            assertThat(KnownPast.inEngine(engine.api(), again))
                    .as("what the phone had at the first linking, and what came to it since")
                    .hasSize(2 * MESSAGES);
        }
        assertAllThere(CUT);
        await(SILENT, "history", "silent");
        assertNothingThere(SILENT);
        assertOneNotice(SILENT, "sync_silent");
        assertThat(await(NO_CONTACTS, "contacts", "silent").path("why").asText())
                .contains("none came", "open WhatsApp Business on the phone");
        assertOneNotice(NO_CONTACTS, "sync_contacts_silent");
        for (TestNumber number : List.of(CUT, DECLINED, WHOLE, SILENT)) {
            assertAskedOnce(number, "contacts");
            assertAskedOnce(number, "history");
        }
        assertThat(askForHistory(LOST).status()).as("known after the crash").isEqualTo(409);
    }

    @Test
    @Order(3)
    void inTheLastHourTheHistoryIsAskedForByItselfAndAfterTheDayNoMore() {
        advance("PT23H30M");
        JsonNode history = await(LAST_HOUR, "history", "complete");
        assertThat(history.path("askedBy").asText()).isEqualTo("tandem");
        assertAskedOnce(LAST_HOUR, "history");
        assertAllThere(LAST_HOUR);
        assertAskedOnce(NO_CONTACTS, "contacts");
        await(NO_CONTACTS, "history", "complete");
        assertAllThere(NO_CONTACTS);
        Awaitility.await().until(() -> alerts(REFUSED).contains("sync_deadline"));
        advance("PT1H30M");
        await(REFUSED, "history", "expired");
        assertNothingThere(REFUSED);
        assertOneNotice(REFUSED, "sync_expired");
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
        events.await(
                "the last end",
                event -> event.path("item").path("outcome").asText().equals("expired")
                        && event.path("number").path("alias").asText().equals(REFUSED.alias()));
        for (JsonNode event : events.all(each -> each.path("type").asText().startsWith("sync_"))) {
            if (ids.add(event.path("id").asText())) {
                told.computeIfAbsent(event.path("number").path("alias").asText(), alias -> new ArrayList<>())
                        .add(event.path("type").asText() + " "
                                + event.path("item").path("outcome").asText());
            }
        }
        assertThat(told)
                .containsOnly(
                        Map.entry("whole", List.of("sync_ended complete", "sync_ended complete")),
                        Map.entry("declined", List.of("sync_ended declined", "sync_ended complete")),
                        Map.entry("gap", List.of("sync_ended gap")),
                        Map.entry("silent", List.of("sync_ended silent")),
                        Map.entry("lost", List.of("sync_ended complete")),
                        Map.entry("cut", List.of("sync_ended complete")),
                        Map.entry("no-contacts", List.of("sync_contacts_silent ", "sync_ended complete")),
                        Map.entry("last-hour", List.of("sync_ended complete")),
                        Map.entry("declined-otherwise", List.of("sync_ended declined")),
                        Map.entry("too-late", List.of("sync_ended expired")),
                        Map.entry("refused", List.of("sync_ended expired")));
    }

    @Test
    @Order(5)
    void whatComesLiveWakesWhatSleptOverThePast() {
        TeamAsleep.assertAwakeToWhatComesLive(engine.api(), simulator.control(), WHOLE);
    }
}
