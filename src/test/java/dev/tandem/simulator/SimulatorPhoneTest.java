package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who write, the owner who types, and the statuses of what the business sends. */
@ExtendWith(SimulatorExtension.class)
class SimulatorPhoneTest {
    private final RunningSimulator simulator;
    private final WebhookReceiver receiver;

    SimulatorPhoneTest(RunningSimulator simulator) {
        this.simulator = simulator;
        this.receiver = simulator.receiver();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'image','image':{'id':'7','mime_type':'image/jpeg','sha256':'x','caption':'c'}}",
                "{'type':'reaction','reaction':{'message_id':'wamid.A'}}",
                "{'type':'button','button':{'payload':'P','text':'Stop'},'context':{'id':'wamid.A'}}",
                "{'type':'unsupported','errors':[{'code':131060}]}",
                "{'type':'text','text':{'body':'from an ad'},'referral':{'source_type':'ad','ctwa_clid':'c1'}}",
            })
    void aUserWritesAnyType(String message) {
        String json = message.replace('\'', '"');
        JsonNode written = simulator.control(
                "POST", "/numbers/shop/inbound", "{\"from\":\"%s\",\"message\":%s}".formatted(MINA, json));
        JsonNode item = receiver.await("messages", 1).get(0);
        RunningSimulator.parse(json).properties().forEach(field -> assertThat(item.path(field.getKey()))
                .isEqualTo(field.getValue()));
        assertThat(item.path("id").asText()).isEqualTo(written.path("id").asText());
        assertThat(item.path("from_user_id").asText())
                .isEqualTo(written.path("userId").asText());
    }

    @Test
    void aSystemMessageHasNoContacts() {
        simulator.control("POST", "/numbers/shop/inbound", """
                {"from":"%s","message":{"type":"system","system":{"body":"b","type":"user_changed_number","wa_id":"1"}}}""".formatted(MINA));
        receiver.await("messages", 1);
        assertThat(receiver.values(receiver.posts().get(0)).get(0).has("contacts"))
                .isFalse();
    }

    @Test
    void aMessageCanBeDatedBackAndRepeated() {
        long now = simulator.inbound("shop", MINA, "now").path("timestamp").asLong();
        // One after the other: two that are due together may share a webhook.
        receiver.await("messages", 1);
        JsonNode old = simulator.control("POST", "/numbers/shop/inbound", """
                {"from":"%s","message":"old","ageSeconds":7200,"name":"Ola","id":"wamid.SAME"}""".formatted(MINA));
        assertThat(old.path("timestamp").asLong()).isBetween(now - 7201, now - 7190);
        assertThat(old.path("id").asText()).isEqualTo("wamid.SAME");
        receiver.await("messages", 2);
        assertThat(receiver.values(receiver.posts().get(1))
                        .get(0)
                        .path("contacts")
                        .path(0)
                        .path("profile")
                        .path("name")
                        .asText())
                .isEqualTo("Ola");
    }

    @Test
    void whatTheOwnerTypesEditsAndRecallsComesAsEchoes() {
        String number = simulator.number("600000000000001", "{}");
        String id = app(number, "app-message", "\"to\":\"" + MINA + "\",\"message\":\"3 left\"");
        // One after the other: webhooks that are on their way together may overtake each other.
        receiver.await("message_echoes", 1);
        app(number, "app-edit", "\"messageId\":\"" + id + "\",\"message\":\"2 left\"");
        receiver.await("message_echoes", 2);
        app(number, "app-revoke", "\"messageId\":\"" + id + "\"");
        var echoes = receiver.await("message_echoes", 3);
        assertThat(echoes).extracting(e -> e.path("type").asText()).containsExactly("text", "edit", "revoke");
        assertThat(echoes.get(0).path("to").asText()).isEqualTo("491701234567");
        assertThat(echoes.get(0).path("from").asText())
                .isEqualTo(simulator.get("/numbers/" + number).path("digits").asText());
        JsonNode edit = echoes.get(1).path("edit");
        assertThat(edit.path("original_message_id").asText()).isEqualTo(id);
        assertThat(edit.path("message").path("text").path("body").asText()).isEqualTo("2 left");
        assertThat(echoes.get(2).path("revoke").path("original_message_id").asText())
                .isEqualTo(id);
        JsonNode shown = simulator
                .get("/numbers/" + number + "/phone/" + MINA)
                .path("messages")
                .path(0);
        assertThat(shown.path("edited").asBoolean()).isTrue();
        assertThat(shown.path("revoked").asBoolean()).isTrue();
        assertThat(shown.path("text").path("body").asText()).isEqualTo("2 left");
    }

    @Test
    void whatWasAnAnswerIsOneAlsoWhenItIsEdited() {
        String number = simulator.number("600000000000009", "{}");
        String asked = simulator.inbound(number, MINA, "3 left?").path("id").asText();
        String own = app(
                number,
                "app-message",
                "\"to\":\"%s\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"yes\"},\"context\":{\"id\":\"%s\"}}"
                        .formatted(MINA, asked));
        app(number, "app-edit", "\"messageId\":\"" + own + "\",\"message\":\"2 left\"");
        JsonNode shown = simulator
                .get("/numbers/" + number + "/phone/" + MINA)
                .path("messages")
                .path(1);
        assertThat(shown.path("text").path("body").asText()).isEqualTo("2 left");
        assertThat(shown.path("context").path("id").asText()).isEqualTo(asked);
    }

    @Test
    void whatAPersonEditsRecallsAndReactsToShowsOnThePhone() {
        String number = simulator.number("600000000000008", "{}");
        String id = simulator.inbound(number, MINA, "3 please").path("id").asText();
        String own = app(number, "app-message", "\"to\":\"" + MINA + "\",\"message\":\"ok\"");
        inbound(
                number,
                "{'type':'edit','edit':{'original_message_id':'%s','message':{'context':{'id':'x'},".formatted(id)
                        + "'type':'text','text':{'body':'2 please'}}}}");
        inbound(number, "{'type':'reaction','reaction':{'message_id':'%s','emoji':'👍'}}".formatted(own));
        inbound(number, "{'type':'revoke','revoke':{'original_message_id':'%s'}}".formatted(own));
        simulator.send(number, """
                {"messaging_product":"whatsapp","to":"%s","type":"reaction","reaction":{"message_id":"%s","emoji":"🙏"}}""".formatted(MINA, id));
        JsonNode shown = simulator.get("/numbers/" + number + "/phone/" + MINA).path("messages");
        assertThat(shown.path(0).path("text").path("body").asText()).isEqualTo("2 please");
        assertThat(shown.path(0).path("edited").asBoolean()).isTrue();
        assertThat(shown.path(0).path("reactions").path("business").asText()).isEqualTo("🙏");
        assertThat(shown.path(1).path("reactions").path("user").asText()).isEqualTo("👍");
        assertThat(shown.path(1).path("revoked").asBoolean())
                .as("nobody recalls what somebody else wrote")
                .isFalse();
        assertThat(shown.path(2).path("type").asText()).as("so it stands alone").isEqualTo("revoke");
        assertThat(shown).hasSize(3);
    }

    private void inbound(String number, String message) {
        simulator.control(
                "POST",
                "/numbers/" + number + "/inbound",
                "{\"from\":\"%s\",\"message\":%s}".formatted(MINA, message.replace('\'', '"')));
    }

    @Test
    void editsAndRecallsHaveTheirTime() {
        String number = simulator.number("600000000000002", "{}");
        String id = app(number, "app-message", "\"to\":\"" + MINA + "\",\"message\":\"typed\"");
        String other = app(number, "app-message", "\"to\":\"" + MINA + "\",\"message\":\"left as it is\"");
        simulator.advance("14m");
        app(number, "app-edit", "\"messageId\":\"" + id + "\",\"message\":\"in time\"");
        simulator.advance("2m");
        refused(number, "app-edit", "\"messageId\":\"" + id + "\",\"message\":\"late\"", "can no longer be edited");
        simulator.advance("47h");
        app(number, "app-revoke", "\"messageId\":\"" + id + "\"");
        simulator.advance("1h");
        refused(number, "app-revoke", "\"messageId\":\"" + other + "\"", "can no longer be recalled");
    }

    private void refused(String number, String call, String fields, String words) {
        Answer answer = simulator.call("POST", "/control/numbers/" + number + "/" + call, "", "{" + fields + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains(words);
    }

    @Test
    void sentAndDeliveredCarryThePriceAndReadDoesNot() {
        String number = simulator.number("600000000000004", "{}");
        simulator.inbound(number, MINA, "Hi");
        simulator.behaviour("{\"readRate\":1}");
        simulator.sendText(number, MINA, "s.1");
        var statuses = receiver.await("statuses", 3);
        assertThat(statuses).extracting(s -> s.path("status").asText()).containsExactly("sent", "delivered", "read");
        assertThat(statuses.get(0).path("pricing").toString())
                .isEqualTo("{\"billable\":false,\"pricing_model\":\"PMP\",\"type\":\"free_customer_service\","
                        + "\"category\":\"service\"}");
        assertThat(statuses.get(1).has("pricing")).isTrue();
        assertThat(statuses.get(2).has("pricing")).isFalse();
    }

    @Test
    void anAnswerToAnAdIsFreeAndNamesTheEndOfTheFreeEntryPoint() {
        String number = simulator.number("600000000000005", "{}");
        simulator.control("POST", "/numbers/" + number + "/inbound", """
                {"from":"%s","message":{"type":"text","text":{"body":"Hi"},"referral":{"source_type":"ad"}}}""".formatted(MINA));
        simulator.sendText(number, MINA, "f.1");
        var statuses = receiver.await("statuses", 2);
        assertThat(statuses.get(0).path("pricing").path("type").asText()).isEqualTo("free_entry_point");
        JsonNode conversation = statuses.get(0).path("conversation");
        assertThat(conversation.path("origin").path("type").asText()).isEqualTo("referral_conversion");
        assertThat(conversation.path("expiration_timestamp").isTextual()).isTrue();
        assertThat(statuses.get(1).path("conversation").has("expiration_timestamp"))
                .isFalse();
    }

    @Test
    void aReactionGetsSentOnlyAndFailsWithoutItsTarget() {
        String number = simulator.number("600000000000006", "{}");
        String id = simulator.inbound(number, MINA, "Hi").path("id").asText();
        String reaction = """
                {"messaging_product":"whatsapp","to":"%s","type":"reaction","reaction":{"message_id":"%s","emoji":"👍"}}""";
        Answer good = simulator.send(number, reaction.formatted(MINA, id));
        Answer bad = simulator.send(number, reaction.formatted(MINA, "wamid.NONE"));
        receiver.await("statuses", 2);
        simulator.awaitQuiet();
        assertThat(receiver.items("statuses"))
                .extracting(s -> s.path("id").asText() + " " + s.path("status").asText())
                .containsExactlyInAnyOrder(good.wamid() + " sent", bad.wamid() + " failed");
    }

    @Test
    void aTemplateCanBeHeldForItsQualityAndThenFail() {
        String number = simulator.number("600000000000007", "{}");
        simulator.behaviour("{\"heldForQualityRate\":1,\"heldFails\":true,\"failedCarriesId\":false}");
        Answer held = simulator.sendTemplate(number, MINA, "h.1");
        assertThat(held.json().path("messages").path(0).path("message_status").asText())
                .isEqualTo("held_for_quality_assessment");
        JsonNode failed = receiver.await("statuses", 1).get(0);
        assertThat(failed.path("errors").path(0).path("code").asInt()).isEqualTo(132015);
        assertThat(failed.has("biz_opaque_callback_data")).isFalse();
    }

    private String app(String number, String call, String fields) {
        return simulator
                .control("POST", "/numbers/" + number + "/" + call, "{" + fields + "}")
                .path("id")
                .asText();
    }
}
