package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything about sending that Meta's texts leave open is a switch of the simulator; here the engine is right at both settings
 * of each.
 */
class SwitchesIT {

    private static final TestNumber NUMBER = TestNumber.unlimited("switches", 1);
    private static final TestNumber COMBINED = TestNumber.combined("combined", 2, 5);

    private static Installation tandem;
    private static Api api;
    private static int persons;

    @BeforeAll
    static void start() {
        tandem = Installation.start(
                "SwitchesIT",
                engine -> engine.withoutTeamRoutes()
                        .with("tandem.send.look-up-after=2s", "tandem.send.look-up-pause=20ms"),
                NUMBER,
                COMBINED);
        api = tandem.api();
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @AfterEach
    void withoutFaults() {
        tandem.control().noFaults(NUMBER);
        tandem.control()
                .behaviour("{\"echoApiSends\":false,\"appMessageStatuses\":false,\"failedCarriesId\":true,"
                        + "\"closedWindow\":\"sync\",\"optOutRefusal\":\"sync\",\"countAppMessages\":false,"
                        + "\"historyAsDocumented\":false,\"statusBeforeAnswerRate\":0,\"noStatusRate\":0,"
                        + "\"readWithoutDeliveredRate\":0,\"readRate\":0,\"openWindowRefusalRate\":0,"
                        + "\"heldForQualityRate\":0,\"heldFails\":false,\"enforceTier\":false}");
    }

    private static void set(String name, Object value) {
        String json = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        tandem.control().behaviour("{\"" + name + "\":" + json + "}");
    }

    private static String somebody() {
        return "4917093" + (10_000 + persons++);
    }

    private static String order(String person) {
        return api.accepted(Sends.order("to-" + person, "switches", person));
    }

    private static List<JsonNode> lines(String person) {
        List<JsonNode> lines = new java.util.ArrayList<>();
        api.get("/numbers/switches/conversations/" + person + "/messages")
                .json()
                .path("messages")
                .forEach(lines::add);
        return lines;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEchoOfOurOwnSendIsNoSecondMessage(boolean echoes) {
        set("echoApiSends", echoes);
        String person = somebody();
        api.awaitState(order(person), "delivered");
        tandem.control().appMessage(NUMBER, person, "from the phone");
        Awaitility.await("the phone's message is there").until(() -> lines(person).stream()
                .anyMatch(line -> line.path("origin").asText().equals("app")));
        assertThat(lines(person))
                .extracting(line -> line.path("origin").asText())
                .containsExactlyInAnyOrder("api", "app");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statusesOfThePhonesMessagesChangeNoSend(boolean statuses) {
        set("appMessageStatuses", statuses);
        String person = somebody();
        tandem.control().appMessage(NUMBER, person, "from the phone");
        api.awaitState(order(person), "delivered");
        assertThat(tandem.control().figures(NUMBER).path("attemptsMoreThanOnce"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureFindsItsSendWithAndWithoutOurId(boolean carriesId) {
        set("failedCarriesId", carriesId);
        tandem.control().faults(NUMBER, "\"failLaterRate\":1,\"failLaterCode\":131026,\"times\":1");
        JsonNode send = api.awaitState(order(somebody()), "failed");
        assertThat(send.path("reason").asText()).isEqualTo("cloud_api_131026");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void aWindowThatMetaClosedEarlierEndsInATemplate(String way) {
        set("closedWindow", way);
        set("openWindowRefusalRate", 1);
        String person = somebody();
        tandem.control().inbound(NUMBER, person, "Hello");
        Waits.windowOpen(api, NUMBER, person);
        api.accepted(Sends.textOrOrder("closed-" + person, "switches", person, "How can we help?"));
        JsonNode last = Awaitility.await("the template is delivered")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> api.get("/sends?from=switches&to=%2B" + person)
                                .json()
                                .path("sends")
                                .path(0),
                        newest -> newest.path("state").asText().equals("delivered"));
        assertThat(last.path("mode").asText()).isEqualTo("template");
        assertThat(last.has("resendOf")).isEqualTo(way.equals("async"));
        assertThat(api.get("/numbers/switches/windows/" + person)
                        .json()
                        .path("reason")
                        .asText())
                .isEqualTo("closed_by_meta");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void anOptOutThatMetaKnowsIsLearned(String way) {
        set("optOutRefusal", way);
        String person = somebody();
        // Meta knows of it and the webhook is lost.
        tandem.control().faults(NUMBER, "\"webhook\":{\"lose\":1}");
        tandem.control()
                .call(
                        "POST",
                        "/numbers/" + NUMBER.id() + "/preference",
                        "{\"from\":\"" + person + "\",\"value\":\"stop\"}");
        tandem.control().noFaults(NUMBER);
        String offer = """
            {"from":"switches","to":"+%s","template":{"name":"spring_offer","language":"en","parameters":
            {"header":{"image":{"link":"https://example.invalid/a.jpg"}},
             "body":{"customer":"Mina","until":"Sunday"},"buttons":{"0":"A"}}}}""".formatted(person).replace("\n", "");
        JsonNode send = api.awaitState(api.accepted(offer), "failed", "rejected");
        assertThat(send.path("reason").asText()).as("%s", send).isIn("opted_out", "cloud_api_131050");
        assertThat(api.get("/opt-outs/" + person).json().toString()).contains("marketing");
        JsonNode next = api.awaitState(api.accepted(offer), "rejected");
        assertThat(next.path("reason").asText())
                .as("the next is not even tried")
                .isEqualTo("opted_out");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatNoWebhookToldIsFoundInMetasHistory(boolean documented) {
        set("historyAsDocumented", documented);
        tandem.control().faults(NUMBER, "\"webhook\":{\"lose\":1}");
        api.awaitState(order(somebody()), "delivered");
        assertThat(api.get("/alerts").json().path("alerts").findValuesAsText("code"))
                .contains("webhooks_lost");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aStatusMayComeBeforeTheAnswer(double rate) {
        set("statusBeforeAnswerRate", rate);
        JsonNode send = api.awaitState(order(somebody()), "delivered");
        assertThat(send.path("timeline").findValuesAsText("state")).contains("submitted", "delivered");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void readMayComeWithoutDelivered(double rate) {
        set("readRate", 1);
        set("readWithoutDeliveredRate", rate);
        api.awaitState(order(somebody()), "read");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatMetaHoldsForQualityIsMarkedAndMayFail(boolean fails) {
        set("heldForQualityRate", 1);
        set("heldFails", fails);
        // A template of its own: one that fails so is paused by Meta, and everything that wants it waits.
        String sendId = api.accepted("""
            {"from":"switches","to":"+%s","template":{"name":"order_update","language":"%s","parameters":["A-17"]}}""".formatted(somebody(), fails ? "de" : "en"));
        JsonNode send = api.awaitState(sendId, fails ? "failed" : "delivered");
        assertThat(send.path("pacing").asBoolean()).isTrue();
        if (fails) {
            assertThat(send.path("metaCode").asInt()).isEqualTo(132015);
        }
    }

    /** Whether the phone's messages count to the throughput changes nothing for a number whose combined limit binds. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePhonesMessagesMayCountToTheThroughput(boolean count) {
        set("countAppMessages", count);
        String person = somebody();
        for (int i = 0; i < 3; i++) {
            tandem.control().appMessage(COMBINED, person, "from the phone");
        }
        // Until its echo has come nobody can know of a phone's message: what leaves before may be refused and goes
        // again.
        Awaitility.await("the echoes have come")
                .until(() -> api.messages(COMBINED.alias(), person).size() == 3);
        String sendId = api.accepted(Sends.order("count-" + count, "combined", somebody()));
        JsonNode send = api.awaitState(sendId, "delivered");
        assertThat(send.path("attempts").asInt()).isEqualTo(1);
    }

    /** Nothing but the portfolio's people is refused, and nobody was written to often enough here. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePortfoliosTierMayBeEnforced(boolean enforced) {
        set("enforceTier", enforced);
        api.awaitState(order(somebody()), "delivered");
    }

    @Test
    void everySwitchOfSendingIsPlayedHere() {
        JsonNode switches = tandem.control().get("/behaviour");
        assertThat(switches.toString())
                .contains(
                        "echoApiSends",
                        "appMessageStatuses",
                        "failedCarriesId",
                        "closedWindow",
                        "openWindowRefusalRate")
                .contains("countAppMessages", "optOutRefusal", "historyAsDocumented", "statusBeforeAnswerRate");
    }
}
