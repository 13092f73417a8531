package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control side: what it changes, and how it answers wrong input. */
@ExtendWith(SimulatorExtension.class)
class SimulatorControlTest {
    private final RunningSimulator simulator;

    SimulatorControlTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @ParameterizedTest(name = "{0} {1} {3}: {2} {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /numbers/nobody/inbound      | 404 | {\"from\":\"+49170\"}                    | no number 'nobody'",
                "POST | /numbers/shop/inbound        | 400 | {\"message\":\"Hi\"}                    | from is required",
                "POST | /numbers/shop/inbound        | 400 | {\"from\":\"+491701234567\"}            | message is required",
                "POST | /numbers/shop/inbound        | 400 | {\"from\":\"12\",\"message\":\"Hi\"}     | neither a phone number",
                "POST | /numbers/shop/inbound        | 400 | {\"from\":\"+491701234567\",\"message\":{\"type\":\"image\"}} | needs an object 'image'",
                "POST | /numbers/shop/inbound        | 400 | {\"from\":\"+491701234567\",\"message\":\"Hi\",\"agee\":1} | unknown field agee",
                "POST | /numbers/shop/inbound        | 400 | [1]                                     | must be a JSON object",
                "POST | /numbers/shop/app-edit       | 400 | {\"messageId\":\"wamid.X\",\"message\":\"a\"} | no message wamid.X",
                "POST | /numbers/shop/webhook        | 400 | {\"field\":\"x\"}                       | value is required",
                "POST | /numbers/shop/preference     | 400 | {\"from\":\"+491701234567\",\"value\":\"pause\"} | \"stop\" or \"resume\"",
                "POST | /numbers/shop/preference     | 400 | {\"value\":\"stop\"}                 | from is required",
                "POST | /numbers/shop/change-number  | 400 | {\"from\":\"+491701234567\"}         | to is required",
                "POST | /numbers/shop/change-number  | 400 | {\"from\":\"+491701234567\",\"to\":\"+491701234567\"} | two different phone numbers",
                "POST | /numbers/shop/change-number  | 400 | {\"from\":\"DE.4f00aa11\",\"to\":\"+491701234567\"} | two different phone numbers",
                "POST | /numbers/shop/user-id        | 400 | {\"from\":\"12\"}                    | neither a phone number",
                "PUT  | /numbers/shop                | 400 | {\"tier\":\"TIER_2K\",\"announce\":1} | announce must be true or false",
                "PUT  | /numbers/new                 | 400 | {}                                      | needs digits",
                "PUT  | /numbers/shop                | 400 | {\"limits\":{\"throughputPerSecond\":0}} | from 1 on, or \"off\"",
                "PUT  | /numbers/shop                | 400 | {\"limits\":{\"perDay\":1}}             | unknown field limits.perDay",
                "PUT  | /numbers/shop                | 400 | {\"tier\":\"TIER_9\"}                   | TIER_UNLIMITED",
                "PUT  | /numbers/shop                | 400 | {\"linkedAt\":\"today\"}                | must be a time such as",
                "PUT  | /behaviour                   | 400 | {\"tidyness\":true}                     | unknown field tidyness",
                "PUT  | /behaviour                   | 400 | {\"readRate\":2}                        | readRate must be a number from 0 to 1",
                "PUT  | /behaviour                   | 400 | {\"closedWindow\":\"maybe\"}            | \"sync\" or \"async\"",
                "PUT  | /behaviour                   | 400 | {\"webhookUrl\":\"nowhere\"}            | http or https URL",
                "PUT  | /faults                      | 400 | {\"latencyMs\":[9,1]}                   | [low, high]",
                "PUT  | /faults                      | 400 | {\"errorRate\":7}                       | rate from 0 to 1",
                "PUT  | /faults                      | 400 | {\"webhook\":{\"looose\":1}}            | unknown field webhook.looose",
                "PUT  | /faults                      | 400 | {\"htmlStatus\":99}                     | htmlStatus must be an HTTP status",
                "PUT  | /faults                      | 400 | {\"failLaterRate\":2}                   | rate from 0 to 1",
                "PUT  | /faults                      | 400 | {\"code\":99999999999}                 | a code of Meta's",
                "PUT  | /faults                      | 400 | {\"transient\":1}                       | must be true or false",
                "PUT  | /faults                      | 404 | {\"number\":\"nobody\"}                 | no number 'nobody'",
                "PUT  | /templates                   | 400 | {\"templates\":[{\"name\":\"x\"}]}      | needs name and language",
                "PUT  | /templates                   | 400 | {}                                      | templates must be a list",
                "POST | /clock                       | 400 | {\"advance\":\"soon\"}                  | \"24h\"",
                "GET  | /numbers/shop/received?from=x| 400 |                                         | from must be a whole number",
                "GET  | /shoes                       | 404 |                                         | does not know GET /control/shoes",
            })
    void wrongInputIsExplained(String method, String path, int status, String body, String text) {
        Answer answer = simulator.call(method, "/control" + path, "", body == null ? "" : body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).contains(text);
    }

    @Test
    void theDefaultNumbersAreThere() {
        JsonNode numbers = simulator.get("/numbers").path("numbers");
        assertThat(numbers)
                .extracting(n -> n.path("phoneNumberId").asText() + " "
                        + n.path("alias").asText() + " "
                        + n.path("digits").asText() + " " + n.path("wabaId").asText() + " "
                        + n.path("token").asText())
                .contains(
                        "100000000000001 shop 4915123456001 900000000000001 simulator-token-shop",
                        "100000000000002 service 4915123456002 900000000000002 simulator-token-service");
        Instant started =
                Instant.parse(simulator.get("/clock").path("startedAt").asText());
        assertThat(Instant.parse(numbers.path(0).path("linkedAt").asText()))
                .isEqualTo(started.minus(Duration.ofDays(30)));
        for (String name : new String[] {"shop", "100000000000001", "4915123456001", "+49 1512 3456001"}) {
            assertThat(simulator
                            .get("/numbers/" + name.replace(" ", "%20"))
                            .path("alias")
                            .asText())
                    .isEqualTo("shop");
        }
    }

    @Test
    void aNumberIsMadeAndChangedFieldByField() {
        String number = simulator.number("800000000000001", "{\"alias\":\"new\",\"token\":\"t-1\"}");
        simulator.number(
                number, "{\"limits\":{\"throughputPerSecond\":5,\"combinedPerSecond\":5},\"quality\":\"RED\"}");
        simulator.number("new", "{\"limits\":{\"pair\":\"off\"}}");
        JsonNode changed = simulator.get("/numbers/" + number);
        assertThat(changed.path("token").asText()).isEqualTo("t-1");
        assertThat(changed.path("quality").asText()).isEqualTo("RED");
        assertThat(changed.path("limits").toString())
                .isEqualTo("{\"throughputPerSecond\":5,\"pair\":\"off\",\"combinedPerSecond\":5}");
    }

    @Test
    void theClockGoesForwardInAnyNotation() {
        Instant before = Instant.parse(simulator.get("/clock").path("now").asText());
        simulator.advance("14d");
        simulator.advance("PT1H");
        simulator.control("POST", "/clock", "{\"advance\":1.5}");
        Instant after = Instant.parse(simulator.get("/clock").path("now").asText());
        assertThat(Duration.between(before, after))
                .isBetween(
                        Duration.ofDays(14).plusMinutes(60).plusMillis(1500),
                        Duration.ofDays(14).plusMinutes(61));
    }

    @Test
    void behaviourShowsEverySwitch() {
        JsonNode behaviour = simulator.behaviour("{\"tidy\":false,\"seed\":42,\"statusDelayMs\":5}");
        assertThat(behaviour.path("tidy").asBoolean()).isFalse();
        assertThat(behaviour.path("seed").asInt()).isEqualTo(42);
        assertThat(behaviour.path("statusDelayMs").toString()).isEqualTo("[5,5]");
        assertThat(behaviour.path("closedWindow").asText()).isEqualTo("async");
        assertThat(behaviour.path("noStatusRate").asDouble()).isEqualTo(0.01);
        assertThat(simulator.control("DELETE", "/behaviour", "").path("tidy").asBoolean())
                .isTrue();
    }

    @Test
    void faultsShowWhatIsInForce() {
        simulator.faults("{\"number\":\"shop\",\"latencyMs\":[1,2],\"times\":5}");
        JsonNode inForce = simulator.get("/faults");
        assertThat(inForce.path("100000000000001").path("latencyMs").toString()).isEqualTo("[1,2]");
        assertThat(simulator.control("DELETE", "/faults?number=shop", "")).isEmpty();
    }

    @Test
    void templatesCanBeReplaced() {
        String number = simulator.number("800000000000002", "{}");
        String only = """
                {"number":"%s","replace":true,"templates":[{"name":"only","language":"en",
                 "components":[{"type":"BODY","text":"Hi {{1}}"}]}]}""".formatted(number);
        JsonNode shown = simulator.control("PUT", "/templates", only);
        assertThat(shown.path("9800000000000002")).as(shown.toString()).hasSize(1);
        assertThat(simulator.sendTemplate(number, MINA, "gone.1").errorCode()).isEqualTo(132001);
    }
}
