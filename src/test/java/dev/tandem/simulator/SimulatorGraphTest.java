package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static dev.tandem.simulator.RunningSimulator.SHOP;
import static dev.tandem.simulator.RunningSimulator.SHOP_TOKEN;
import static dev.tandem.simulator.RunningSimulator.hello;
import static dev.tandem.simulator.RunningSimulator.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Token, recipients, number node and templates of the Graph side. */
@ExtendWith(SimulatorExtension.class)
class SimulatorGraphTest {
    private final RunningSimulator simulator;

    SimulatorGraphTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void aWrongOrMissingTokenIs190() {
        String path = "/v25.0/" + SHOP + "/messages";
        Answer wrong = simulator.call("POST", path, "wrong", hello(MINA, "t.1"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.errorCode()).isEqualTo(190);
        assertThat(wrong.json().path("error").path("type").asText()).isEqualTo("OAuthException");
        assertThat(wrong.json().path("error").path("fbtrace_id").asText()).isNotEmpty();
        assertThat(simulator.call("POST", path, "", hello(MINA, "t.2")).errorCode())
                .isEqualTo(190);
        assertThat(simulator
                        .call("GET", "/v25.0/" + SHOP, "simulator-token-service", "")
                        .errorCode())
                .isEqualTo(190);
    }

    @Test
    void anUnknownNumberIs100WithSubcode33() {
        Answer unknown = simulator.call("POST", "/v25.0/123/messages", SHOP_TOKEN, hello(MINA, "u.1"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.errorCode()).isEqualTo(100);
        assertThat(unknown.json().path("error").path("error_subcode").asInt()).isEqualTo(33);
        assertThat(simulator
                        .call("GET", "/v25.0/123/message_templates", SHOP_TOKEN, "")
                        .errorCode())
                .isEqualTo(100);
    }

    @Test
    void aBodyThatIsNotJsonIs100() {
        assertThat(simulator.send(SHOP, "to=491701234567&type=text").errorCode())
                .isEqualTo(100);
        assertThat(simulator.send(SHOP, "").errorCode()).isEqualTo(100);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "100    | \"to\":\"+491701234567\",\"type\":\"text\",\"text\":{\"body\":\"a\"},\"prioritty\":1",
                "131008 | \"type\":\"text\",\"text\":{\"body\":\"a\"}",
                "131009 | \"to\":\"nobody\",\"type\":\"text\",\"text\":{\"body\":\"a\"}",
                "131009 | \"to\":\"+49\",\"type\":\"text\",\"text\":{\"body\":\"a\"}",
                "131009 | \"to\":\"DE.4f00aa11\",\"type\":\"text\",\"text\":{\"body\":\"a\"}",
                "131009 | \"recipient\":\"+491701234567\",\"type\":\"text\",\"text\":{\"body\":\"a\"}",
                "131009 | \"to\":\"+491701234567\",\"type\":\"text\",\"text\":{\"body\":\"a\"},\"messaging_account_id\":\"900000000000002\"",
                "131021 | \"to\":\"+4915123456001\",\"type\":\"text\",\"text\":{\"body\":\"a\"}",
                "131051 | \"to\":\"+491701234567\",\"type\":\"poll\"",
                "132001 | \"to\":\"+491701234567\",\"type\":\"template\",\"template\":{\"name\":\"x\",\"language\":{\"code\":\"en\"}}",
            })
    void refusalsCarryMetasCode(int code, String rest) {
        Answer refused = simulator.send(SHOP, "{\"messaging_product\":\"whatsapp\"," + rest + "}");
        assertThat(refused.errorCode()).as(refused.text()).isEqualTo(code);
        assertThat(refused.status()).isEqualTo(code == 132001 ? 404 : 400);
        assertThat(refused.json()
                        .path("error")
                        .path("error_data")
                        .path("details")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void theNumbersOwnMessagingAccountMayBeNamed() {
        String named = hello(MINA, "m.1").replaceFirst("\\{", "{\"messaging_account_id\":\"900000000000001\",");
        assertThat(simulator.send(SHOP, named).status()).isEqualTo(200);
    }

    @Test
    void withoutPlusDigitsAreReadAsNationalFirst() {
        Answer national = simulator.sendTemplate(SHOP, "15550100077", "n.1");
        assertThat(waId(national)).isEqualTo("4915550100077");
        Answer international = simulator.sendTemplate(SHOP, "+15550100077", "n.2");
        assertThat(waId(international)).isEqualTo("15550100077");
    }

    @Test
    void aPersonCanBeWrittenToByUserId() {
        String number = simulator.number("300000000000001", "{}");
        Answer byPhone = simulator.sendTemplate(number, "+491701110001", "b.1");
        String userId = byPhone.json().path("contacts").path(0).path("user_id").asText();
        assertThat(userId).startsWith("DE.");
        Answer byUserId =
                simulator.send(number, hello("", "b.2").replace("\"to\":\"\"", "\"recipient\":\"" + userId + "\""));
        assertThat(byUserId.status()).as(byUserId.text()).isEqualTo(200);
        assertThat(byUserId.json().path("contacts").path(0).path("input").asText())
                .isEqualTo(userId);
        assertThat(simulator.get("/numbers/" + number + "/phone/+491701110001").path("messages"))
                .hasSize(2);
    }

    @Test
    void aReadReceiptNeedsAMessageAndIsNoSend() {
        String number = simulator.number("300000000000002", "{}");
        String id = simulator.inbound(number, MINA, "Hello?").path("id").asText();
        String receipt = """
                {"messaging_product":"whatsapp","status":"read","message_id":"%s","typing_indicator":{"type":"text"}}""";
        String later = simulator.inbound(number, MINA, "Anybody?").path("id").asText();
        assertThat(simulator.send(number, receipt.formatted(id)).text()).isEqualTo("{\"success\":true}");
        JsonNode phone = simulator.get("/numbers/" + number + "/phone/" + MINA);
        assertThat(phone.path("messages").findValuesAsText("id")).containsExactly(id, later);
        assertThat(phone.path("messages").findValuesAsText("read")).containsExactly("true", "false");
        assertThat(phone.path("typing").asBoolean()).isTrue();
        String own = simulator
                .send(number, hello(MINA, "r.1"))
                .json()
                .path("messages")
                .path(0)
                .path("id")
                .asText();
        assertThat(simulator
                        .get("/numbers/" + number + "/phone/" + MINA)
                        .path("typing")
                        .asBoolean())
                .as("the answer is there")
                .isFalse();
        assertThat(simulator.send(number, receipt.formatted(own)).errorCode()).isEqualTo(131009);
        assertThat(simulator.send(number, receipt.formatted("wamid.none")).errorCode())
                .isEqualTo(131009);
        assertThat(simulator
                        .send(number, receipt.formatted(id).replace("\"read\"", "\"seen\""))
                        .errorCode())
                .isEqualTo(131009);
        JsonNode received = simulator.received(number);
        assertThat(received.path("accepted").path("count").asInt()).isEqualTo(1);
        assertThat(received.path("byCode").path("read").asInt()).isEqualTo(1);
    }

    @Test
    void theNumberNodeShowsWhatIsAskedFor() {
        JsonNode node = simulator
                .call("GET", "/v25.0/" + SHOP + "?fields=is_on_biz_app,platform_type,throughput", SHOP_TOKEN, "")
                .json();
        assertThat(node.path("is_on_biz_app").asBoolean()).isTrue();
        assertThat(node.path("platform_type").asText()).isEqualTo("CLOUD_API");
        assertThat(node.path("throughput").path("level").asText()).isEqualTo("STANDARD");
        assertThat(node.path("id").asText()).isEqualTo(SHOP);
        assertThat(node.has("quality_rating")).isFalse();
        assertThat(simulator
                        .call("GET", "/v25.0/" + SHOP + "?fields=shoe_size", SHOP_TOKEN, "")
                        .errorCode())
                .isEqualTo(100);
    }

    @Test
    void templatesComeInPagesAndFiltered() {
        String path = "/v25.0/900000000000001/message_templates?fields=name,language,status&limit=3";
        JsonNode first = simulator.call("GET", path, SHOP_TOKEN, "").json();
        assertThat(first.path("data")).hasSize(3);
        assertThat(first.path("data").path(0).path("name").asText()).isEqualTo("hello_world");
        assertThat(first.path("data").path(0).has("components")).isFalse();
        String after = first.path("paging").path("cursors").path("after").asText();
        assertThat(first.path("paging").path("next").asText()).contains("after=" + after);
        JsonNode second =
                simulator.call("GET", path + "&after=" + after, SHOP_TOKEN, "").json();
        assertThat(second.path("data")).hasSize(1);
        assertThat(second.path("paging").has("next")).isFalse();
        JsonNode german = simulator
                .call("GET", "/v25.0/900000000000001/message_templates?name=order_update&language=de", SHOP_TOKEN, "")
                .json();
        assertThat(german.path("data")).hasSize(1);
        assertThat(german.path("data").path(0).path("components")).isNotEmpty();
    }

    @Test
    void aTemplateThatIsPausedInBetweenIsRefused() {
        String number = simulator.number("300000000000003", "{}");
        assertThat(simulator.sendTemplate(number, MINA, "p.1").status()).isEqualTo(200);
        simulator.control("PUT", "/templates", """
                {"number":"%s","templates":[{"name":"hello_world","language":"en_US","status":"PAUSED"}]}""".formatted(number));
        assertThat(simulator.sendTemplate(number, MINA, "p.2").errorCode()).isEqualTo(132015);
        assertThat(simulator.sendTemplate(SHOP, "+491701110002", "p.3").status())
                .as("another account")
                .isEqualTo(200);
    }

    @Test
    void unknownPathsAreExplained() {
        Answer unknown = simulator.call("GET", "/v25.0/" + SHOP + "/shoes", SHOP_TOKEN, "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("error").asText()).contains("/control/numbers");
    }

    @Test
    void anAnswerIsEscapedAsMetaEscapes() {
        Answer refused = simulator.send(SHOP, text("+49 é", "x", "e.1"));
        assertThat(refused.text()).contains("\\u00e9").doesNotContain("é");
    }

    private static String waId(Answer answer) {
        return answer.json().path("contacts").path(0).path("wa_id").asText();
    }
}
