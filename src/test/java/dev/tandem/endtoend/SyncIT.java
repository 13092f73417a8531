package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Contacts and history of linked phones, from the linking to every end there is; the simulator counts the calls. Each past is
 * half a year, with files that follow and files that stay, and comes shuffled and up to three times. The tests go on with one
 * another's numbers: an engine that is killed in the middle of all and a clock that moves are there once for all. At every end
 * the engine knows what came of the phone's past and nothing else, nothing woke, one notice at most tells of it, and what then
 * comes once more changes nothing.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SyncIT {

    private static final TestNumber WHOLE = TestNumber.unlimited("whole", 1);
    private static final TestNumber DECLINED = TestNumber.unlimited("declined", 2);
    private static final TestNumber GAP = TestNumber.unlimited("gap", 3);
    private static final TestNumber SILENT = TestNumber.unlimited("silent", 4);
    /** The answer to its call is lost, and then its past comes. */
    private static final TestNumber LOST = TestNumber.unlimited("lost", 5);
    /** The answer to its call is lost, and nothing comes. */
    private static final TestNumber UNCLEAR = TestNumber.unlimited("unclear", 6);
    /** The engine is killed while it waits for the answer to its call. */
    private static final TestNumber CAUGHT = TestNumber.unlimited("caught", 7);
    /** Meta says that it is done long before the last part. */
    private static final TestNumber EARLY = TestNumber.unlimited("early", 8);

    private static final TestNumber LAST_HOUR = TestNumber.unlimited("last-hour", 9);
    private static final TestNumber REFUSED = TestNumber.unlimited("refused", 10);
    private static final TestNumber NO_CONTACTS = TestNumber.unlimited("no-contacts", 11);
    /** In the other of the two shapes in which Meta says so. */
    private static final TestNumber DECLINED_OTHERWISE = TestNumber.unlimited("declined-otherwise", 12);
    /** Linked a day longer than the engine was told. */
    private static final TestNumber TOO_LATE = TestNumber.unlimited("too-late", 13);
    /** That its owner does not share was said of the linking before. */
    private static final TestNumber REFUTED = TestNumber.unlimited("refuted", 14);

    private static final String TEAM = "sync";
    private static final int CHUNK = 20;
    private static final int MESSAGES = 200;
    private static final String PAST =
            "\"seed\":%d,\"conversations\":10,\"messagesPerConversation\":20,\"days\":180,\"media\":0.2,\"chunkMessages\":"
                    + CHUNK + ",\"shuffle\":true,\"repeat\":3,\"atOnce\":2";
    /** It takes some seconds, so that it can be cut in the middle. */
    private static final String SLOWLY = ",\"gapMs\":300";
    /** The same for a past twice as large. */
    private static final String LESS_SLOWLY = ",\"gapMs\":150";

    private static final Map<TestNumber, String> LINKINGS = Map.ofEntries(
            Map.entry(WHOLE, past(1)),
            Map.entry(DECLINED, past(2) + ",\"shareHistory\":false"),
            Map.entry(GAP, past(3) + SLOWLY + ",\"dropChunk\":true"),
            Map.entry(SILENT, past(4) + ",\"silent\":\"history\""),
            Map.entry(LOST, past(5) + SLOWLY),
            Map.entry(UNCLEAR, past(6) + ",\"silent\":\"history\""),
            Map.entry(CAUGHT, past(7) + ",\"silent\":\"history\""),
            Map.entry(EARLY, past(8) + SLOWLY),
            Map.entry(LAST_HOUR, past(9)),
            Map.entry(REFUSED, past(10)),
            Map.entry(NO_CONTACTS, past(11) + ",\"silent\":\"contacts\""),
            Map.entry(DECLINED_OTHERWISE, past(12) + ",\"shareHistory\":false,\"gapMs\":6000"),
            Map.entry(REFUTED, past(15) + ",\"shareHistory\":false"));

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
                .with("tandem.sync.check-millis=200", "tandem.sync.quiet=6s", "tandem.sync.settle=4s")
                .with("tandem.broker.subscriptions=" + ChannelReader.queues(TEAM));
        simulator = new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true");
        Installation.turn(simulator.control());
        numbers.forEach(simulator.control()::put);
        LINKINGS.forEach((number, options) -> LINKED_AT.put(number, link(number, options)));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        simulator.control().put(TOO_LATE.linkedAt(now.minus(Duration.ofHours(25))));
        LINKED_AT.put(TOO_LATE, now);
        simulator.control().faults(REFUSED, "\"errorRate\":1,\"code\":190");
        engine.numbers(LINKED_AT.entrySet().stream()
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

    private static Instant link(TestNumber number, String options) {
        JsonNode linked = simulator.control().call("POST", "/numbers/" + number.id() + "/link", "{" + options + "}");
        return Instant.parse(linked.path("linkedAt").asText());
    }

    private static void linkAgain(TestNumber number, String options) {
        link(number, options);
        Http.Answer linked = engine.api().post("/numbers", "{\"phoneNumberId\":\"" + number.id() + "\"}");
        assertThat(linked.status()).as(linked.text()).isEqualTo(201);
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
        Map<String, Map<String, String>> wanted = KnownPast.onPhone(simulator.control(), number);
        assertThat(wanted.values())
                .as("files that stay, and files that follow")
                .extracting(line -> line.get("type"))
                .contains("media_placeholder", "image");
        assertThere(number, wanted);
    }

    private static void assertNothingThere(TestNumber number) {
        assertThere(number, Map.of());
    }

    private static void assertThere(TestNumber number, Map<String, Map<String, String>> wanted) {
        KnownPast.awaitSame(engine.api(), number, wanted);
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
    void aPastIsKnownOrDeclinedOrTooLate() {
        askOnce(WHOLE);
        askOnce(DECLINED);
        await(DECLINED, "history", "declined");
        await(TOO_LATE, "contacts", "expired");
        askForHistory(TOO_LATE);
        await(TOO_LATE, "history", "expired");
        JsonNode whole = await(WHOLE, "history", "complete");
        assertThat(whole.path("endedBy").asText()).isEqualTo("progress");
        assertThat(whole.path("messages").asInt()).isEqualTo(MESSAGES);
        assertAllThere(WHOLE);
        assertNothingThere(DECLINED);
        assertNothingThere(TOO_LATE);
        for (TestNumber number : List.of(WHOLE, DECLINED)) {
            assertAskedOnce(number, "contacts");
            assertAskedOnce(number, "history");
            assertThat(alerts(number)).isEmpty();
        }
        assertOneNotice(TOO_LATE, "sync_expired");
    }

    private static void askOnce(TestNumber number) {
        await(number, "contacts", "received");
        assertThat(sync(number).path("history").path("shares").asText()).isEqualTo("unknown");
        assertThat(askForHistory(number).status()).isEqualTo(202);
        assertThat(askForHistory(number).status()).isEqualTo(409);
    }

    /** Two numbers that had their end are linked anew; of the others none has come to its end. */
    @Test
    @Order(2)
    void anEngineThatIsKilledInTheMiddleOfAllAsksNoSecondTimeAndFindsEveryEnd() {
        linkAgain(DECLINED, past(13) + LESS_SLOWLY);
        linkAgain(WHOLE, past(14) + LESS_SLOWLY);
        for (TestNumber number : List.of(SILENT, GAP, DECLINED, WHOLE, REFUTED)) {
            askOnce(number);
        }
        askWith("historyProgressEarly", true, EARLY);
        askWith("historyDeclineBare", !Installation.theOtherWay(), DECLINED_OTHERWISE);
        for (TestNumber number : List.of(UNCLEAR, LOST)) {
            simulator.control().faults(number, "\"dropAnswerRate\":1");
            askForHistory(number);
            simulator.control().noFaults(number);
        }
        simulator.control().faults(CAUGHT, "\"latencyMs\":600000");
        CompletableFuture<Http.Answer> caught = CompletableFuture.supplyAsync(() -> askForHistory(CAUGHT));
        Map<TestNumber, String> underWay = Map.of(
                GAP, "syncing",
                DECLINED, "syncing",
                WHOLE, "syncing",
                EARLY, "syncing",
                LOST, "syncing",
                UNCLEAR, "unclear",
                CAUGHT, "asking",
                SILENT, "accepted",
                DECLINED_OTHERWISE, "accepted");
        underWay.forEach((number, state) -> await(number, "history", state));
        underWay.keySet().forEach(number -> assertAskedOnce(number, "history"));
        assertThat(underWay.keySet()).as("when the engine is killed").allSatisfy(number -> assertThat(
                        sync(number).path("history").path("state").asText())
                .isEqualTo(underWay.get(number)));

        assertToldHowFarItIs(GAP);

        events.close();
        engine.kill9();
        engine.start();
        events = events.anew();
        // What could not be delivered waits for its next try.
        simulator.control().advanceClock("2m");

        assertThat(caught).as("nobody was told").isCompletedExceptionally();
        for (TestNumber number : List.of(EARLY, LOST)) {
            assertThat(await(number, "history", "complete").path("messages").asInt())
                    .isEqualTo(MESSAGES);
            assertAllThere(number);
        }
        assertThat(chunksThatSayTheEnd(EARLY)).hasSizeGreaterThan(2);
        for (TestNumber number : List.of(DECLINED, WHOLE)) {
            await(number, "history", "complete");
            assertAllThere(number);
            assertThat(KnownPast.inEngine(engine.api(), number))
                    .as("what the phone had at the first linking, and what came to it since")
                    .hasSize(2 * MESSAGES);
        }
        assertAllThereBut(GAP, await(GAP, "history", "gap").path("missing"));
        await(DECLINED_OTHERWISE, "history", "declined");
        await(REFUTED, "history", "declined");
        aPartComes(REFUTED);
        await(SILENT, "history", "silent");
        assertThat(await(NO_CONTACTS, "contacts", "silent").path("why").asText())
                .contains("none came", "open WhatsApp Business on the phone");
        for (TestNumber number : List.of(DECLINED_OTHERWISE, SILENT, UNCLEAR, CAUGHT, NO_CONTACTS, REFUSED)) {
            assertNothingThere(number);
        }
        for (TestNumber number : List.of(WHOLE, DECLINED, DECLINED_OTHERWISE, EARLY, LOST)) {
            assertThat(alerts(number)).isEmpty();
        }
        assertOneNotice(GAP, "sync_gap");
        assertOneNotice(SILENT, "sync_silent");
        assertOneNotice(UNCLEAR, "sync_unclear");
        assertOneNotice(NO_CONTACTS, "sync_contacts_silent");
        assertThat(alerts(REFUSED)).containsExactly("sync_refused");
        for (TestNumber number : underWay.keySet()) {
            assertThat(askForHistory(number).status()).as(number.alias()).isEqualTo(409);
            assertAskedOnce(number, "contacts");
            assertAskedOnce(number, "history");
        }
        assertThat(sync(UNCLEAR).path("history").path("state").asText()).isEqualTo("unclear");
    }

    /** With the deadline, the phase and the percentage (R19), while the past comes. */
    private static void assertToldHowFarItIs(TestNumber number) {
        JsonNode sync = sync(number);
        assertThat(Instant.parse(sync.path("deadline").asText()))
                .isCloseTo(LINKED_AT.get(number).plus(Duration.ofHours(24)), within(1, ChronoUnit.SECONDS));
        JsonNode history = sync.path("history");
        int phase = history.path("phase").asInt(-1);
        int progress = history.path("progress").asInt(-1);
        assertThat(phase).isBetween(0, 2);
        assertThat(progress).isBetween(1, 100);
        assertThat(history.path("why").asText())
                .startsWith("The history is coming: phase " + phase + " of 0 to 2, " + progress + " %")
                .endsWith("Keep WhatsApp Business open on the phone.");
    }

    /** Phase and place of each part of a past that came with progress 100. */
    private static Set<String> chunksThatSayTheEnd(TestNumber number) {
        return events
                .all(event -> event.at("/number/phoneNumberId").asText().equals(number.id())
                        && event.at("/item/metadata/progress").asInt() == 100)
                .stream()
                .map(event -> event.at("/item/metadata"))
                .map(chunk -> chunk.path("phase") + "/" + chunk.path("chunk_order"))
                .collect(Collectors.toSet());
    }

    /** After a refusal, which was one of the linking before then; it says how far Meta came and has no message. */
    private static void aPartComes(TestNumber number) {
        simulator
                .control()
                .call(
                        "POST",
                        "/numbers/" + number.id() + "/webhook",
                        "{\"field\":\"history\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\""
                                + number.display() + "\",\"phone_number_id\":\"" + number.id()
                                + "\"},\"history\":[{\"metadata\":{\"phase\":0,\"chunk_order\":1,\"progress\":100}}]}}");
    }

    /** How the simulator answers is settled when it is asked. */
    private static void askWith(String name, boolean value, TestNumber number) {
        boolean other = Installation.theOtherWay();
        simulator.control().behaviour("{\"" + name + "\":" + value + "}");
        askOnce(number);
        simulator.control().behaviour("{\"" + name + "\":" + other + "}");
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
        JsonNode refuted = await(REFUTED, "history", "complete");
        assertThat(refuted.path("shares").asText()).isEqualTo("yes");
        assertThat(refuted.path("why").asText()).contains("does not share", "that was wrong");
        assertNothingThere(REFUTED);
        Awaitility.await().until(() -> alerts(REFUSED).contains("sync_deadline"));
        advance("PT1H30M");
        await(REFUSED, "history", "expired");
        assertNothingThere(REFUSED);
        assertOneNotice(REFUSED, "sync_expired");
        assertThat(askForHistory(REFUSED).json().path("detail").asText()).contains("link it again");
        for (TestNumber number : List.of(UNCLEAR, CAUGHT)) {
            await(number, "history", "expired");
            assertAskedOnce(number, "history");
            assertNothingThere(number);
            assertOneNotice(number, "sync_expired");
        }
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
                        Map.entry("early", List.of("sync_ended complete")),
                        Map.entry("unclear", List.of("sync_ended expired")),
                        Map.entry("caught", List.of("sync_ended expired")),
                        Map.entry("no-contacts", List.of("sync_contacts_silent ", "sync_ended complete")),
                        Map.entry("last-hour", List.of("sync_ended complete")),
                        Map.entry("declined-otherwise", List.of("sync_ended declined")),
                        Map.entry("refuted", List.of("sync_ended declined", "sync_corrected complete")),
                        Map.entry("too-late", List.of("sync_ended expired")),
                        Map.entry("refused", List.of("sync_ended expired")));
    }

    /** Of those that ended after a day without an answer nothing ever came, so nothing of it can come again. */
    @Test
    @Order(5)
    void afterEveryEndWhatComesOnceMoreChangesNothing() {
        PastAgain again = new PastAgain(engine, simulator.control(), events);
        again.assertChangesNothing(List.copyOf(LINKED_AT.keySet()), again.rows());
    }

    @Test
    @Order(6)
    void whatComesLiveWakesWhatSleptOverThePast() {
        TeamAsleep.assertAwakeToWhatComesLive(engine.api(), simulator.control(), WHOLE);
    }
}
