package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that Meta's texts leave open is a switch of the simulator; here the engine is right at both settings of each, all
 * others being as they are.
 */
class SwitchesIT {

    private static final TestNumber NUMBER = TestNumber.unlimited("switches", 1);
    /** As many a second as engine and simulator let through. */
    private static final int PER_SECOND = 5;

    private static final TestNumber TYPED = TestNumber.paced("typed", 2, PER_SECOND);
    private static final TestNumber PORTFOLIO = TestNumber.unlimited("portfolio", 5);
    private static final int TIER = 250;
    private static final TestNumber CUT = TestNumber.unlimited("cut", 3);
    private static final TestNumber CUT_AT_ONCE = TestNumber.unlimited("cut-at-once", 4);

    /** Switches of the tests of this class, beside those of {@link PhoneSwitch}. */
    private static final Set<String> PLAYED_ABOVE = Set.of(
            "echoApiSends",
            "appMessageStatuses",
            "failedCarriesId",
            "closedWindow",
            "openWindowRefusalRate",
            "optOutRefusal",
            "historyAsDocumented",
            "statusBeforeAnswerRate",
            "readRate",
            "readWithoutDeliveredRate",
            "heldForQualityRate",
            "heldFails",
            "countAppMessages",
            "enforceTier",
            "offboardedBeforeRemoved",
            "waIdDiffers",
            "lateFailedRate",
            "freeEntryHours",
            "unknownMedia",
            "templateLanguageDash");

    /** How fast and how forgetful the simulator is. */
    private static final Set<String> MANNERS = Set.of("statusDelayMs", "retryFirstGapMs", "noStatusRate");

    private static Installation tandem;
    private static Api api;
    private static ChannelReader team;
    private static int persons;

    @BeforeAll
    static void start() {
        tandem = Installation.start(
                "SwitchesIT",
                engine -> engine.withoutTeamRoutes()
                        .with("tandem.send.look-up-after=2s", "tandem.send.look-up-pause=20ms")
                        .with("tandem.sync.check-millis=100", "tandem.sync.quiet=3s", "tandem.sync.settle=1s"),
                Stream.concat(Stream.of(NUMBER, TYPED, PORTFOLIO, CUT, CUT_AT_ONCE), Stream.of(PhoneSwitch.numbers()))
                        .toArray(TestNumber[]::new));
        api = tandem.api();
        team = new ChannelReader(tandem.engine(), "switches");
    }

    @AfterAll
    static void stop() {
        team.close();
        tandem.close();
    }

    @BeforeEach
    void nothingSet() {
        tandem.control().call("DELETE", "/behaviour", "");
    }

    @AfterEach
    void withoutFaults() {
        tandem.control().noFaults(NUMBER);
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
        List<JsonNode> lines = new ArrayList<>();
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
        String wamid = lines(person).stream()
                .filter(line -> line.path("origin").asText().equals("api"))
                .map(line -> line.path("messageId").asText())
                .findFirst()
                .orElseThrow();
        Awaitility.await("the echo of the phone's message is kept").until(() -> echoes().contains("from the phone"));
        assertThat(echoes().contains(wamid)).as("Meta echoed our own").isEqualTo(echoes);
        assertThat(lines(person))
                .extracting(line -> line.path("origin").asText())
                .containsExactlyInAnyOrder("api", "app");
    }

    /** Every echo that came in this test class, as it came. */
    private static String echoes() {
        StringBuilder echoes = new StringBuilder();
        for (JsonNode webhook : api.get("/webhooks?limit=500").json().path("webhooks")) {
            if (webhook.path("beginning").asText().contains("smb_message_echoes")) {
                echoes.append(
                        api.get("/webhooks/" + webhook.path("id").asText()).text());
            }
        }
        return echoes.toString();
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
        Awaitility.await("the phone's message shows how far it got, or nothing").until(() -> lines(person).stream()
                .filter(line -> line.path("origin").asText().equals("app"))
                .anyMatch(line -> line.path("status").asText().equals(statuses ? "delivered" : "")));
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

    /** Where they count the number's sends are refused for them, and go again; the engine cannot know it before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePhonesMessagesMayCountToTheThroughput(boolean count) {
        set("countAppMessages", count);
        int refusedBefore = refused(TYPED, 130429);
        int acceptedBefore = accepted(TYPED);
        List<String> sends = orders(TYPED, 3 * PER_SECOND);
        String person = somebody();
        Awaitility.await("the owner types until a send is refused, or all are taken")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    tandem.control().appMessage(TYPED, person, "from the phone");
                    return refused(TYPED, 130429) > refusedBefore || accepted(TYPED) == acceptedBefore + sends.size();
                });
        sends.forEach(send -> api.awaitState(send, "delivered"));
        assertThat(refused(TYPED, 130429) > refusedBefore).isEqualTo(count);
        assertThat(accepted(TYPED)).as("none is lost, none goes twice").isEqualTo(acceptedBefore + sends.size());
        assertThat(tandem.control().figures(TYPED).path("acceptedMoreThanOnce")).isEmpty();
    }

    private static int refused(TestNumber number, int code) {
        return (int) tandem.control().received(number).stream()
                .filter(request -> request.path("code").asText().equals(Integer.toString(code)))
                .count();
    }

    private static int accepted(TestNumber number) {
        return tandem.control().figures(number).path("accepted").path("count").asInt();
    }

    /** Sends of a campaign to so many people, accepted at once. */
    private static List<String> orders(TestNumber number, int people) {
        String batch = IntStream.range(0, people)
                .mapToObj(i -> somebody())
                .map(person -> Sends.order("to-" + person, number.alias(), person))
                .map(order -> Sends.with(order, "\"priority\":\"campaign\""))
                .collect(Collectors.joining(",", "[", "]"));
        Http.Answer answer = api.post("/sends/batch", batch);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> sends = answer.json().findValuesAsText("sendId");
        assertThat(sends).as(answer.text()).hasSize(people);
        return sends;
    }

    /** The tier is lowered and nobody tells the engine: one more than it allows is refused, waits, and goes when there is room. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePortfoliosTierMayBeEnforced(boolean enforced) {
        Awaitility.await("the engine asked at its start")
                .until(() -> api.get("/numbers/portfolio")
                                .json()
                                .at("/portfolio/limit")
                                .asInt()
                        > TIER);
        tier("TIER_" + TIER);
        set("enforceTier", enforced);
        int acceptedBefore = accepted(PORTFOLIO);
        int refusedBefore = refused(PORTFOLIO, 131048);
        List<String> sends = orders(PORTFOLIO, TIER + 1);
        int within = enforced ? TIER : TIER + 1;
        Awaitility.await(within + " are delivered")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> inState(sends, "delivered").size() == within);
        assertThat(refused(PORTFOLIO, 131048) - refusedBefore).isEqualTo(enforced ? 1 : 0);
        if (enforced) {
            String beyond = inState(sends, "held").get(0);
            assertThat(api.sendOf(beyond).path("reason").asText()).isEqualTo("cloud_api_131048");
            assertThat(api.get("/numbers/portfolio").json().path("pauses").findValuesAsText("scope"))
                    .containsExactly("campaigns");
            tier("TIER_2K");
            assertThat(api.post("/numbers/portfolio/resume", "").status()).isEqualTo(200);
            api.awaitState(beyond, "delivered");
        }
        assertThat(accepted(PORTFOLIO)).isEqualTo(acceptedBefore + sends.size());
    }

    private static void tier(String name) {
        tandem.control().call("PUT", "/numbers/" + PORTFOLIO.id(), "{\"tier\":\"" + name + "\"}");
    }

    private static List<String> inState(List<String> sends, String state) {
        return api.sends(PORTFOLIO.alias()).stream()
                .filter(send -> send.path("state").asText().equals(state))
                .map(send -> send.path("sendId").asText())
                .filter(sends::contains)
                .toList();
    }

    @Test
    void aPersonsNumberMayBeAnotherOneThanWasWrittenTo() {
        set("waIdDiffers", true);
        String written = "5531987654321";
        String sendId = order(written);
        JsonNode send = api.awaitState(sendId, "delivered");
        assertThat(send.path("waId").asText()).as("%s", send).isEqualTo("553187654321");
        tandem.control().inbound(NUMBER, written, "It is me");
        Waits.windowOpen(api, NUMBER, written);
        assertThat(lines(written)).as("one conversation").hasSize(2);
    }

    @Test
    void aSendMayFailAfterItWasSent() {
        set("lateFailedRate", 1);
        JsonNode send = api.awaitState(order(somebody()), "failed");
        assertThat(send.path("metaCode").asInt()).isEqualTo(131026);
        assertThat(send.path("timeline").findValuesAsText("state")).contains("sent");
    }

    @ParameterizedTest
    @ValueSource(ints = {72, 168})
    void afterAnAdTemplatesAreFreeForAsLongAsMetaSays(int hours) {
        set("freeEntryHours", hours);
        String person = somebody();
        tandem.control()
                .call(
                        "POST",
                        "/numbers/" + NUMBER.id() + "/inbound",
                        "{\"from\":\"" + person
                                + "\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"Is it there?\"},"
                                + "\"referral\":{\"source_type\":\"ad\"}}}");
        Waits.windowOpen(api, NUMBER, person);
        Instant before = Instant.now();
        api.awaitState(order(person), "delivered");
        String until = Awaitility.await("Meta has said until when")
                .until(
                        () -> api.get("/numbers/switches/conversations/" + person)
                                .json()
                                .path("freeEntryUntil")
                                .asText(),
                        text -> !text.isEmpty());
        assertThat(Duration.between(before, Instant.parse(until)))
                .isCloseTo(Duration.ofHours(hours), Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({"sync, 100", "async, 131053"})
    void aFileThatMetaDoesNotHaveEndsTheSend(String way, int code) {
        set("unknownMedia", way);
        String person = somebody();
        tandem.control().inbound(NUMBER, person, "Send me the photo");
        Waits.windowOpen(api, NUMBER, person);
        JsonNode send = api.awaitState(api.accepted("""
                        {"from":"switches","to":"+%s","message":{"type":"image","image":{"id":"4711"}}}""".formatted(person)), "failed");
        assertThat(send.path("metaCode").asInt()).isEqualTo(code);
    }

    @Test
    void aTemplatesLanguageMayHaveADash() {
        set("templateLanguageDash", true);
        tandem.control().call("PUT", "/templates", """
                        {"number":"%s","templates":[{"name":"hello_world","language":"en_US","status":"PAUSED"}]}""".formatted(NUMBER.id()));
        team.await(
                "it is paused",
                event -> event.at("/item/message_template_language").asText().equals("en-US"));
        String sendId = api.accepted("""
                        {"from":"switches","to":"+%s","template":{"name":"hello_world","language":"en_US"}}""".formatted(somebody()));
        api.awaitHeld(sendId, "template_paused");
    }

    /** Sync and mirror: each alone on a phone of its own. */
    @ParameterizedTest
    @EnumSource
    void thePhonesPastIsTheSameHoweverItComes(PhoneSwitch one) {
        LinkedPhone phone = new LinkedPhone(tandem, one.number(), team);
        tandem.control().behaviour(one.json());
        one.link(phone);
        one.assertSeen(phone);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkThatIsCutMayBeCalledOffboardedFirst(boolean offboardedFirst) {
        set("offboardedBeforeRemoved", offboardedFirst);
        LinkedPhone phone = new LinkedPhone(tandem, offboardedFirst ? CUT : CUT_AT_ONCE, team);
        phone.unlink("BUSINESS_DOWNGRADE");
        phone.awaitState("disconnected");
        phone.awaitAlert("number_disconnected");
        if (offboardedFirst) {
            phone.awaitUpdate("ACCOUNT_OFFBOARDED");
            // Two webhooks at the same time may overtake each other: the one that is read after the cut alarms nobody
            // any more.
            assertThat(phone.alertsRaised())
                    .isIn(List.of("number_offboarded", "number_disconnected"), List.of("number_disconnected"));
        } else {
            assertThat(phone.updates()).doesNotContain("ACCOUNT_OFFBOARDED");
            assertThat(phone.alertsRaised()).containsExactly("number_disconnected");
        }
        phone.awaitState("disconnected");
    }

    /** Those of the simulator's manners that no text of Meta's leaves open have tests of their own. */
    @Test
    void everySwitchIsPlayedHere() {
        Set<String> here = new TreeSet<>(PLAYED_ABOVE);
        Stream.of(PhoneSwitch.values())
                .map(PhoneSwitch::switchName)
                .filter(name -> !name.isEmpty())
                .forEach(here::add);
        Set<String> all = new TreeSet<>();
        tandem.control().get("/behaviour").fieldNames().forEachRemaining(all::add);
        all.removeAll(Set.of("tidy", "seed", "webhookUrl"));
        all.removeAll(MANNERS);
        assertThat(here).isEqualTo(all);
    }
}
