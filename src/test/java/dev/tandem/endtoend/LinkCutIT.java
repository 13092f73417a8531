package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.ALL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which Meta cuts a link, each on two numbers of its own and all at the same time. One stays away: what waits is
 * kept, what is new is refused, and both say the cause and what to do. The other is brought back and goes on.
 */
@ExtendWith(SharedInstallation.class)
class LinkCutIT {

    private static final String PERSON = "491703200001";
    private static final String BEFORE = "written before the cut";
    private static final Map<TestNumber, String> WAITING = new HashMap<>();

    private static Api api;
    private static Control control;

    /**
     * How a link is cut.
     *
     * @param call of the simulator's control side, with its JSON
     * @param cause as the API says it
     * @param by {@code initiatedBy}, empty when Meta does not say
     * @param why a part of what happened, in words
     * @param remedy how the words begin that say what to do
     */
    private record Cut(String call, String json, String cause, String by, String why, String remedy) {

        static Cut unlinked(String json, String cause, String by, String why, String remedy) {
            return new Cut("unlink", json, cause, by, why, remedy);
        }

        @Override
        public String toString() {
            return call + " " + json;
        }
    }

    private static final String ASK_THE_OWNER = "Ask the owner whether it was disconnected in the app";

    /** Meta's reasons, its two shapes, those it never names, and one that nobody knows yet. */
    private static final List<Cut> CUTS = List.of(
            Cut.unlinked(
                    "{\"reason\":\"PRIMARY_INACTIVITY\"}",
                    "PRIMARY_INACTIVITY",
                    "SYSTEM",
                    "not opened on the primary phone for about 14 days",
                    "Open WhatsApp Business on the primary phone"),
            Cut.unlinked(
                    "{\"reason\":\"COMPANION_INACTIVITY\",\"shape\":\"partner\"}",
                    "COMPANION_INACTIVITY",
                    "SYSTEM",
                    "linked device was not used for about 30 days",
                    "Use the idle device again or remove it"),
            Cut.unlinked(
                    "{\"reason\":\"BUSINESS_DOWNGRADE\"}",
                    "BUSINESS_DOWNGRADE",
                    "USER",
                    "registered in the consumer WhatsApp",
                    "Move it back to the WhatsApp Business App"),
            Cut.unlinked(
                    "{\"reason\":\"CHANGE_NUMBER\",\"shape\":\"partner\"}",
                    "CHANGE_NUMBER",
                    "USER",
                    "changed the app to another phone number",
                    "Link the new number"),
            Cut.unlinked(
                    "{\"reason\":\"USER_RE_REGISTERED\"}",
                    "USER_RE_REGISTERED",
                    "USER",
                    "registered anew",
                    "Wait for Meta to reconnect it"),
            Cut.unlinked(
                    "{\"reason\":\"ACCOUNT_DISCONNECTED\"}",
                    "ACCOUNT_DISCONNECTED",
                    "USER",
                    "The owner deleted or disconnected the WhatsApp account",
                    "Ask the owner"),
            Cut.unlinked(
                    "{\"reason\":\"ACCOUNT_DISCONNECTED\",\"initiatedBy\":\"SYSTEM\",\"shape\":\"partner\"}",
                    "ACCOUNT_DISCONNECTED",
                    "SYSTEM",
                    "a policy action",
                    "Open a support case with Meta"),
            Cut.unlinked(
                    "{\"reason\":\"PARTNER_REMOVED\",\"initiatedBy\":\"USER\"}",
                    "PARTNER_REMOVED",
                    "USER",
                    "Somebody disconnected it in the app",
                    "Ask the owner"),
            Cut.unlinked("{}", "unknown", "", "the cause is unknown", ASK_THE_OWNER),
            Cut.unlinked("{\"shape\":\"partner\"}", "unknown", "", "the cause is unknown", ASK_THE_OWNER),
            Cut.unlinked(
                    "{\"reason\":\"A_CAUSE_OF_NEXT_YEAR\",\"initiatedBy\":\"SYSTEM\"}",
                    "A_CAUSE_OF_NEXT_YEAR",
                    "SYSTEM",
                    "a cause that is not known here: A_CAUSE_OF_NEXT_YEAR",
                    ASK_THE_OWNER),
            new Cut(
                    "webhook",
                    "{\"field\":\"account_update\",\"value\":{\"event\":\"ACCOUNT_DELETED\"}}",
                    "ACCOUNT_DELETED",
                    "",
                    "The WhatsApp business account was deleted",
                    "Ask the owner"));

    static Stream<Arguments> away() {
        return IntStream.range(0, CUTS.size()).mapToObj(i -> Arguments.of(CUTS.get(i), SharedInstallation.CUT.get(i)));
    }

    static Stream<Arguments> back() {
        return IntStream.range(0, CUTS.size()).mapToObj(i -> Arguments.of(CUTS.get(i), SharedInstallation.BACK.get(i)));
    }

    private static void phoneAnd(TestNumber number, String call, String json) {
        control.call("POST", "/numbers/" + number.id() + "/" + call, json);
    }

    /** The send that is to wait is accepted while its operator holds the number: none leaves before the link is cut. */
    @BeforeAll
    static void cutAll(Installation tandem) {
        api = tandem.api().withKey(ALL_KEY);
        control = tandem.control();
        List<TestNumber> numbers = Stream.concat(SharedInstallation.CUT.stream(), SharedInstallation.BACK.stream())
                .toList();
        for (TestNumber number : numbers) {
            assertThat(api.post("/numbers/" + number.alias() + "/pause", "").status())
                    .isEqualTo(200);
            WAITING.put(number, api.accepted(Sends.order("waits", number.alias(), PERSON)));
            control.inbound(number, PERSON, BEFORE);
        }
        for (TestNumber number : numbers) {
            Awaitility.await("what was written to " + number.alias())
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> said(number).contains(BEFORE));
        }
        for (int i = 0; i < CUTS.size(); i++) {
            Cut cut = CUTS.get(i);
            phoneAnd(SharedInstallation.CUT.get(i), cut.call(), cut.json());
            phoneAnd(SharedInstallation.BACK.get(i), cut.call(), cut.json());
        }
        for (TestNumber number : numbers) {
            awaitState(number, "disconnected");
            api.post("/numbers/" + number.alias() + "/resume", "");
        }
        for (int i = 0; i < CUTS.size(); i++) {
            bringBack(CUTS.get(i), SharedInstallation.BACK.get(i));
            awaitSlowed(SharedInstallation.BACK.get(i));
        }
    }

    /** The installation is others' as well. */
    @AfterAll
    static void leaveNoneAway() {
        for (int i = 0; i < CUTS.size(); i++) {
            bringBack(CUTS.get(i), SharedInstallation.CUT.get(i));
        }
    }

    /** One cause Meta may take back by itself, after the others somebody links the number again. */
    private static void bringBack(Cut cut, TestNumber number) {
        if (cut.cause().equals("USER_RE_REGISTERED")) {
            phoneAnd(number, "reconnect", "");
        } else {
            phoneAnd(number, "link", "{\"conversations\":0,\"contacts\":0}");
            Http.Answer linked = api.post("/numbers", "{\"phoneNumberId\":\"" + number.id() + "\"}");
            assertThat(linked.status()).as(linked.text()).isEqualTo(201);
        }
    }

    /** It begins at half its pace, and climbs. */
    private static void awaitSlowed(TestNumber number) {
        Awaitility.await("a pace to begin with, of " + number.alias())
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    JsonNode slowed =
                            api.get("/numbers/" + number.alias()).json().path("slowedToPerSecond");
                    return slowed.isNumber() && slowed.asDouble() < 80;
                });
    }

    private static JsonNode awaitState(TestNumber number, String state) {
        return Awaitility.await(number.alias() + " is " + state)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> api.get("/numbers/" + number.alias()).json(),
                        found -> found.path("state").asText().equals(state));
    }

    private static List<String> said(TestNumber number) {
        return api.messages(number.alias(), PERSON).stream()
                .map(line -> line.path("text").asText())
                .toList();
    }

    private static List<JsonNode> alerts(TestNumber number) {
        List<JsonNode> alerts = new ArrayList<>();
        api.get("/alerts").json().path("alerts").forEach(alert -> {
            if (alert.path("phoneNumberId").asText().equals(number.id())) {
                alerts.add(alert);
            }
        });
        return alerts;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("away")
    void theOperatorReadsWhatToDoAndTheLaneWaits(Cut cut, TestNumber number) {
        JsonNode found = awaitState(number, "disconnected");
        JsonNode connection = found.path("connection");
        assertThat(connection.path("state").asText()).isEqualTo("disconnected");
        assertThat(connection.path("cause").asText()).isEqualTo(cut.cause());
        assertThat(connection.path("initiatedBy").asText()).isEqualTo(cut.by());
        String why = connection.path("why").asText();
        String remedy = connection.path("remedy").asText();
        assertThat(why).startsWith("Disconnected. ").contains(cut.why());
        assertThat(remedy).startsWith(cut.remedy());
        assertThat(found.path("why").asText()).isEqualTo(why + " " + remedy);
        Awaitility.await("one alert tells of it")
                .untilAsserted(() -> assertThat(alerts(number)).singleElement().satisfies(alert -> {
                    assertThat(alert.path("code").asText()).isEqualTo("number_disconnected");
                    assertThat(alert.path("text").asText()).contains(number.alias(), why, remedy);
                    assertThat(alert.path("count").asInt()).isEqualTo(1);
                }));

        assertThat(api.awaitHeld(WAITING.get(number), "number_disconnected")
                        .path("detail")
                        .asText())
                .isEqualTo(why + " " + remedy);
        Http.Answer refused = api.postSend(Sends.order("new", number.alias(), PERSON));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.text()).contains("\"number_disconnected\"", remedy);
        assertThat(control.received(number)).isEmpty();
        assertThat(said(number)).as("its archive stays").contains(BEFORE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("back")
    void whatWaitedLeavesOnceWhenTheNumberIsBack(Cut cut, TestNumber number) {
        assertThat(awaitState(number, "linked").path("connection").has("cause"))
                .as("cut by %s", cut)
                .isFalse();
        api.awaitSubmitted(WAITING.get(number));
        assertThat(control.receivedFor(number, PERSON)).hasSize(1);
        assertThat(alerts(number)).isEmpty();
        assertThat(said(number)).as("its archive is still there").contains(BEFORE);
    }
}
