package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people change about themselves: marketing preference, phone number, user id. Every test has people of its own. */
@ExtendWith(SimulatorExtension.class)
class SimulatorPeopleTest {
    private static final String NO_LIMITS = "{\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}}";

    private final RunningSimulator simulator;
    private final WebhookReceiver receiver;

    SimulatorPeopleTest(RunningSimulator simulator) {
        this.simulator = simulator;
        this.receiver = simulator.receiver();
    }

    @Test
    void aStopIsToldAndMarketingRefusedInTheAnswerUntilItIsTakenBack() {
        String number = simulator.number("330000000000001", NO_LIMITS);
        String person = "+491712000001";
        JsonNode stopped = preference(number, person, "stop");
        JsonNode told = receiver.await("user_preferences", 1).get(0);
        assertThat(told.path("wa_id").asText()).isEqualTo("491712000001");
        assertThat(told.path("user_id").asText())
                .isEqualTo(stopped.path("userId").asText());
        assertThat(told.path("category").asText()).isEqualTo("marketing_messages");
        assertThat(told.path("value").asText()).isEqualTo("stop");
        assertThat(told.path("timestamp").isIntegralNumber()).isTrue();
        JsonNode value = receiver.values(receiver.posts().get(0)).get(0);
        assertThat(value.path("metadata").path("phone_number_id").asText()).isEqualTo(number);
        assertThat(value.path("contacts")).hasSize(1);

        assertThat(marketing(number, person).errorCode()).isEqualTo(131050);
        assertThat(simulator.sendTemplate(number, person, "utility.1").status())
                .as("a utility template")
                .isEqualTo(200);
        assertThat(marketing(number, "+491712000002").status())
                .as("somebody else")
                .isEqualTo(200);
        assertThat(simulator
                        .get("/numbers/" + number + "/phone/" + person)
                        .path("marketing")
                        .asText())
                .isEqualTo("stop");

        preference(number, person, "resume");
        assertThat(receiver.await("user_preferences", 2).get(1).path("value").asText())
                .isEqualTo("resume");
        assertThat(marketing(number, person).status()).isEqualTo(200);
    }

    @Test
    void aStopMayBeToldByALaterFailed() {
        String number = simulator.number("330000000000002", NO_LIMITS);
        String person = "+491712000003";
        preference(number, person, "stop");
        simulator.behaviour("{\"optOutRefusal\":\"async\"}");
        Answer accepted = marketing(number, person);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        JsonNode failed = receiver.await("statuses", 1).get(0);
        assertThat(failed.path("id").asText()).isEqualTo(accepted.wamid());
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("errors").path(0).path("code").asInt()).isEqualTo(131050);
    }

    @Test
    void aStopIsOneNumbersBusiness() {
        String number = simulator.number("330000000000003", NO_LIMITS);
        String other = simulator.number("330000000000004", NO_LIMITS);
        preference(number, "+491712000004", "stop");
        assertThat(marketing(number, "+491712000004").errorCode()).isEqualTo(131050);
        assertThat(marketing(other, "+491712000004").status()).isEqualTo(200);
    }

    @Test
    void aNewNumberIsToldAndTheChatGoesAlong() {
        String number = simulator.number("330000000000005", NO_LIMITS);
        String oldUserId =
                simulator.inbound(number, "+491712000005", "Hi").path("userId").asText();
        receiver.await("messages", 1);
        JsonNode moved = changeNumber(number, "+491712000005", "+491712000006", "");
        JsonNode system = receiver.await("messages", 2).get(1);
        assertThat(system.path("type").asText()).isEqualTo("system");
        assertThat(system.path("from").asText()).isEqualTo("491712000005");
        assertThat(system.path("from_user_id").asText()).isEqualTo(oldUserId);
        assertThat(system.path("system").path("type").asText()).isEqualTo("user_changed_number");
        assertThat(system.path("system").path("wa_id").asText()).isEqualTo("491712000006");
        assertThat(receiver.values(receiver.posts().get(1)).get(0).has("contacts"))
                .isFalse();

        assertThat(moved.path("waId").asText()).isEqualTo("491712000006");
        assertThat(moved.path("previousUserId").asText()).isEqualTo(oldUserId);
        assertThat(moved.path("userId").asText()).isNotEqualTo(oldUserId).startsWith("DE.");
        assertThat(types(number, "+491712000006")).containsExactly("text", "system");
        assertThat(types(number, "+491712000005")).isEmpty();

        Answer text = simulator.sendText(number, "+491712000006", "the window went along");
        assertThat(text.status()).as(text.text()).isEqualTo(200);
        assertThat(text.json().path("contacts").path(0).path("user_id").asText())
                .isEqualTo(moved.path("userId").asText());
        JsonNode again = simulator.inbound(number, "+491712000006", "It is me");
        assertThat(again.path("userId").asText()).isEqualTo(moved.path("userId").asText());
        simulator.awaitQuiet();
        assertThat(receiver.items("user_id_update")).isEmpty();
    }

    @Test
    void theOldNumberReachesNobodyUntilSomebodyElseWritesFromIt() {
        String number = simulator.number("330000000000006", NO_LIMITS);
        String oldUserId =
                simulator.inbound(number, "+491712000007", "Hi").path("userId").asText();
        changeNumber(number, "+491712000007", "+491712000008", "");
        simulator.awaitQuiet();
        assertThat(lastStatus(simulator.sendTemplate(number, "+491712000007", "old.1")))
                .isEqualTo("failed 131026");
        assertThat(lastStatus(byUserId(number, oldUserId))).isEqualTo("failed 131026");
        assertThat(lastStatus(simulator.sendTemplate(number, "+491712000008", "new.1")))
                .isEqualTo("delivered 0");

        JsonNode stranger = simulator.inbound(number, "+491712000007", "A new number, finally");
        assertThat(stranger.path("userId").asText()).isNotEqualTo(oldUserId);
        assertThat(types(number, "+491712000007")).contains("text");
        assertThat(lastStatus(simulator.sendTemplate(number, "+491712000007", "old.2")))
                .isEqualTo("delivered 0");
        assertThat(types(number, "+491712000008")).containsExactly("text", "system", "template");
    }

    @Test
    void aChangedNumberOutlivesChangedSwitches() {
        String number = simulator.number("330000000000007", NO_LIMITS);
        simulator.inbound(number, "+491712000009", "Hi");
        JsonNode moved = changeNumber(number, "+491712000009", "+491712000010", "");
        simulator.behaviour("{\"readRate\":0}");
        assertThat(simulator
                        .sendText(number, "+491712000010", "still me")
                        .json()
                        .path("contacts")
                        .path(0)
                        .path("user_id")
                        .asText())
                .isEqualTo(moved.path("userId").asText());
        Answer byUserId = byUserId(number, moved.path("userId").asText());
        assertThat(byUserId.json().path("contacts").path(0).path("wa_id").asText())
                .isEqualTo("491712000010");
    }

    @Test
    void chatsJoinWhenTheNewNumberHadOneAlready() {
        String number = simulator.number("330000000000008", NO_LIMITS);
        simulator.inbound(number, "+491712000012", "from the new one");
        preference(number, "+491712000011", "stop");
        String id = simulator
                .control(
                        "POST",
                        "/numbers/" + number + "/app-message",
                        "{\"to\":\"+491712000011\",\"message\":\"typed\"}")
                .path("id")
                .asText();
        changeNumber(number, "+491712000011", "+491712000012", "");
        assertThat(types(number, "+491712000012")).containsExactlyInAnyOrder("text", "text", "system");
        assertThat(simulator.sendText(number, "+491712000012", "open").status()).isEqualTo(200);
        assertThat(marketing(number, "+491712000012").errorCode()).isEqualTo(131050);
        simulator.control("POST", "/numbers/" + number + "/app-revoke", "{\"messageId\":\"" + id + "\"}");
    }

    @Test
    void everyNumberWithAChatIsTold() {
        String number = simulator.number("330000000000009", NO_LIMITS);
        String other = simulator.number("330000000000010", NO_LIMITS);
        String third = simulator.number("330000000000011", NO_LIMITS);
        simulator.inbound(other, "+491712000013", "Hi");
        simulator.inbound(third, "+491712000099", "Hi");
        simulator.awaitQuiet();
        receiver.clear();
        changeNumber(number, "+491712000013", "+491712000014", ",\"userIdUpdate\":true");
        receiver.await("messages", 2);
        receiver.await("user_id_update", 2);
        simulator.awaitQuiet();
        List<String> told = new ArrayList<>();
        for (WebhookReceiver.Post post : receiver.posts()) {
            receiver.values(post)
                    .forEach(v ->
                            told.add(v.path("metadata").path("phone_number_id").asText()
                                    + (v.has("messages") ? " system" : " user id")));
        }
        assertThat(told)
                .containsExactlyInAnyOrder(
                        number + " system", other + " system", number + " user id", other + " user id");
        assertThat(types(other, "+491712000014")).containsExactly("text", "system");
    }

    @Test
    void aNewUserIdIsToldWithTheOldOne() {
        String number = simulator.number("330000000000012", NO_LIMITS);
        String before =
                simulator.inbound(number, "+491712000015", "Hi").path("userId").asText();
        JsonNode changed = simulator.control("POST", "/numbers/" + number + "/user-id", "{\"from\":\"+491712000015\"}");
        JsonNode told = receiver.await("user_id_update", 1).get(0);
        assertThat(told.path("wa_id").asText()).isEqualTo("491712000015");
        assertThat(told.path("user_id").path("previous").asText()).isEqualTo(before);
        String current = told.path("user_id").path("current").asText();
        assertThat(current)
                .isEqualTo(changed.path("userId").asText())
                .isNotEqualTo(before)
                .startsWith("DE.");
        assertThat(told.path("timestamp").isTextual()).isTrue();

        assertThat(lastStatus(byUserId(number, before))).isEqualTo("failed 131026");
        assertThat(lastStatus(byUserId(number, current))).isEqualTo("delivered 0");
        assertThat(simulator.sendText(number, "+491712000015", "same chat").status())
                .isEqualTo(200);
        assertThat(types(number, "+491712000015")).containsExactly("text", "template", "text");
        String next = simulator
                .control("POST", "/numbers/" + number + "/user-id", "{\"from\":\"" + current + "\"}")
                .path("userId")
                .asText();
        assertThat(next).isNotEqualTo(current).isNotEqualTo(before);
    }

    @Test
    void aPersonKnownByUserIdAloneKeepsTheChat() {
        String number = simulator.number("330000000000013", NO_LIMITS);
        byUserId(number, "DE.abc123");
        String current = simulator
                .control("POST", "/numbers/" + number + "/user-id", "{\"from\":\"DE.abc123\"}")
                .path("userId")
                .asText();
        assertThat(types(number, current)).containsExactly("template");
        assertThat(receiver.await("user_id_update", 1).get(0).has("wa_id")).isFalse();
    }

    private JsonNode preference(String number, String from, String value) {
        return simulator.control(
                "POST",
                "/numbers/" + number + "/preference",
                "{\"from\":\"%s\",\"value\":\"%s\"}".formatted(from, value));
    }

    private JsonNode changeNumber(String number, String from, String to, String more) {
        return simulator.control(
                "POST",
                "/numbers/" + number + "/change-number",
                "{\"from\":\"%s\",\"to\":\"%s\"%s}".formatted(from, to, more));
    }

    private Answer byUserId(String number, String userId) {
        return simulator.send(number, hello("", "by.id").replace("\"to\":\"\"", "\"recipient\":\"" + userId + "\""));
    }

    private Answer marketing(String number, String to) {
        return simulator.send(number, """
                {"messaging_product":"whatsapp","to":"%s","type":"template","template":{"name":"spring_offer",
                 "language":{"code":"en"},"components":[
                 {"type":"header","parameters":[{"type":"image","image":{"link":"https://example.invalid/a.jpg"}}]},
                 {"type":"body","parameters":[{"type":"text","parameter_name":"customer","text":"Mina"},
                 {"type":"text","parameter_name":"until","text":"May"}]},
                 {"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"x"}]}]}}""".formatted(to));
    }

    /** The last status of an accepted send, with the code if it failed. */
    private String lastStatus(Answer accepted) {
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        simulator.awaitQuiet();
        JsonNode last = receiver.items("statuses").stream()
                .filter(s -> s.path("id").asText().equals(accepted.wamid()))
                .filter(s -> !s.path("status").asText().equals("sent"))
                .findFirst()
                .orElseThrow();
        return last.path("status").asText() + " "
                + last.path("errors").path(0).path("code").asInt();
    }

    private List<String> types(String number, String contact) {
        List<String> types = new ArrayList<>();
        simulator
                .get("/numbers/" + number + "/phone/" + contact)
                .path("messages")
                .forEach(m -> types.add(m.path("type").asText()));
        return types;
    }
}
