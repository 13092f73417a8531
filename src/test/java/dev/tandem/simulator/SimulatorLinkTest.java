package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The link between phone and API: registered anew, reconnected, cut, and what Meta says of it. */
@ExtendWith(SimulatorExtension.class)
class SimulatorLinkTest {

    private final RunningSimulator simulator;

    SimulatorLinkTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    private JsonNode post(String number, String call, String json) {
        return simulator.control("POST", "/numbers/" + number + "/" + call, json);
    }

    private JsonNode node(String number) {
        return simulator
                .call(
                        "GET",
                        "/v25.0/" + number + "?fields=is_on_biz_app,platform_type,status",
                        "simulator-token-" + number,
                        "")
                .json();
    }

    /** The entries with an account_update that came, once there are so many. */
    private List<JsonNode> updates(int count) {
        await().until(() -> updates().size() >= count);
        return updates();
    }

    private List<JsonNode> updates() {
        List<JsonNode> entries = new ArrayList<>();
        simulator
                .receiver()
                .posts()
                .forEach(post -> simulator.receiver().read(post).path("entry").forEach(entry -> entry.path("changes")
                        .forEach(change -> {
                            if (change.path("field").asText().equals("account_update")) {
                                entries.add(entry);
                            }
                        })));
        return entries;
    }

    private static JsonNode value(JsonNode entry) {
        return entry.path("changes").path(0).path("value");
    }

    @Test
    void whileThePhoneIsRegisteredAnewTheApiSendsNothing() {
        String number = simulator.number("360000000000001", "{}");
        assertThat(simulator.sendTemplate(number, MINA, "1.1").status()).isEqualTo(200);
        assertThat(post(number, "offboard", "").path("link").asText()).isEqualTo("offboarded");
        RunningSimulator.Answer refused = simulator.sendTemplate(number, MINA, "2.1");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo(133010);
        JsonNode told = updates(1).get(0);
        assertThat(told.path("id").asText()).isEqualTo("9" + number);
        assertThat(told.path("time").isIntegralNumber()).isTrue();
        assertThat(value(told).toString()).isEqualTo("{\"event\":\"ACCOUNT_OFFBOARDED\"}");

        assertThat(simulator
                        .call("POST", "/control/numbers/" + number + "/offboard", "", "")
                        .status())
                .isEqualTo(400);
        post(number, "reconnect", "");
        assertThat(simulator.sendTemplate(number, MINA, "3.1").status()).isEqualTo(200);
        assertThat(value(updates(2).get(1)).toString()).isEqualTo("{\"event\":\"ACCOUNT_RECONNECTED\"}");
        assertThat(simulator
                        .call("POST", "/control/numbers/" + number + "/reconnect", "", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aCutIsToldInEitherShape() {
        String one = simulator.number("360000000000002", "{}");
        String other = simulator.number("360000000000003", "{}");
        post(one, "unlink", "{\"reason\":\"PRIMARY_INACTIVITY\"}");
        JsonNode ofAccount = updates(1).get(0);
        assertThat(ofAccount.path("id").asText()).isEqualTo("9" + one);
        assertThat(value(ofAccount).path("event").asText()).isEqualTo("PARTNER_REMOVED");
        assertThat(value(ofAccount).path("phone_number").asText()).matches("4915\\d{9}");
        assertThat(value(ofAccount).path("disconnection_info").toString())
                .isEqualTo("{\"reason\":\"PRIMARY_INACTIVITY\",\"initiated_by\":\"SYSTEM\"}");

        post(other, "unlink", "{\"shape\":\"partner\"}");
        JsonNode ofPartner = updates(2).get(1);
        assertThat(ofPartner.path("id").asText()).isNotEqualTo("9" + other);
        assertThat(value(ofPartner).path("waba_info").path("waba_id").asText()).isEqualTo("9" + other);
        assertThat(value(ofPartner).has("phone_number")).isFalse();
        assertThat(value(ofPartner).has("disconnection_info")).isFalse();
        assertThat(simulator.sendTemplate(other, MINA, "1.1").errorCode()).isEqualTo(133010);
    }

    @ParameterizedTest
    @CsvSource({
        "PRIMARY_INACTIVITY,SYSTEM,true",
        "COMPANION_INACTIVITY,SYSTEM,true",
        "BUSINESS_DOWNGRADE,USER,false",
        "CHANGE_NUMBER,USER,false",
        "USER_RE_REGISTERED,USER,true",
        "ACCOUNT_DISCONNECTED,USER,false"
    })
    void theNodeSaysWhereTheNumberIs(String reason, String by, boolean onApp) {
        String number = simulator.number("36000000000001" + reason.length(), "{}");
        simulator.receiver().clear();
        assertThat(node(number).path("platform_type").asText()).isIn("CLOUD_API", "NOT_APPLICABLE");
        post(number, "unlink", "{\"reason\":\"" + reason + "\"}");
        assertThat(node(number).path("is_on_biz_app").asBoolean()).isEqualTo(onApp);
        assertThat(node(number).path("platform_type").asText()).isEqualTo("NOT_APPLICABLE");
        assertThat(node(number).path("status").asText()).isEqualTo("DISCONNECTED");
        assertThat(value(updates(1).get(0))
                        .path("disconnection_info")
                        .path("initiated_by")
                        .asText())
                .isEqualTo(by);
    }

    @Test
    void aLinkedNumberIsOnTheAppAndOnTheApi() {
        String number = simulator.number("360000000000004", "{}");
        assertThat(node(number).path("is_on_biz_app").asBoolean()).isTrue();
        assertThat(node(number).path("platform_type").asText()).isEqualTo("CLOUD_API");
        assertThat(simulator.get("/numbers/" + number).path("link").asText()).isEqualTo("linked");
    }

    @Test
    void asSwitchedThePauseIsToldBeforeTheEnd() {
        String number = simulator.number("360000000000005", "{}");
        simulator.behaviour("{\"offboardedBeforeRemoved\":true}");
        post(number, "unlink", "{\"reason\":\"USER_RE_REGISTERED\",\"initiatedBy\":\"SYSTEM\"}");
        updates(2);
        List<String> events = new ArrayList<>();
        simulator.receiver().posts().forEach(post -> simulator
                .receiver()
                .values(post)
                .forEach(value -> events.add(value.path("event").asText())));
        assertThat(events).containsExactlyInAnyOrder("ACCOUNT_OFFBOARDED", "PARTNER_REMOVED");
    }

    @Test
    void aPhoneThatWasRegisteredAnewMayComeBackAlsoAfterItsLinkWasCut() {
        String number = simulator.number("360000000000008", "{}");
        post(number, "unlink", "{\"reason\":\"USER_RE_REGISTERED\"}");
        assertThat(simulator.get("/numbers/" + number).path("link").asText()).isEqualTo("re_registered");
        assertThat(simulator.sendTemplate(number, MINA, "1.1").errorCode()).isEqualTo(133010);
        assertThat(post(number, "reconnect", "").path("link").asText()).isEqualTo("linked");
        assertThat(simulator.sendTemplate(number, MINA, "2.1").status()).isEqualTo(200);
        post(number, "unlink", "{\"reason\":\"PRIMARY_INACTIVITY\"}");
        assertThat(simulator
                        .call("POST", "/control/numbers/" + number + "/reconnect", "", "")
                        .status())
                .as("only another linking ends an idle phone's absence")
                .isEqualTo(400);
    }

    @Test
    void aLostWebhookLeavesOnlyTheNodeToTell() {
        String number = simulator.number("360000000000006", "{}");
        post(number, "unlink", "{\"tell\":false}");
        simulator.awaitQuiet();
        assertThat(updates()).isEmpty();
        assertThat(node(number).path("platform_type").asText()).isEqualTo("NOT_APPLICABLE");
    }

    @Test
    void anUnknownShapeIsRefused() {
        String number = simulator.number("360000000000007", "{}");
        assertThat(simulator
                        .call("POST", "/control/numbers/" + number + "/unlink", "", "{\"shape\":\"round\"}")
                        .status())
                .isEqualTo(400);
    }
}
