package dev.tandem.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Meta's dialog for numbers that stay on the phone, and what a partner calls after it. */
@ExtendWith(SimulatorExtension.class)
class SimulatorSignupTest {
    private static final String APP = "700000000000001";
    private static final String SECRET = "simulator-app-secret";

    private final RunningSimulator simulator;

    SimulatorSignupTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @AfterEach
    void backToTheStart() {
        simulator.control(
                "PUT",
                "/signup",
                "{\"fields\":[\"account_update\",\"history\",\"messages\",\"smb_app_state_sync\",\"smb_message_echoes\"]}");
    }

    private JsonNode play(String json) {
        return simulator.control("POST", "/signup", json);
    }

    private RunningSimulator.Answer exchange(String code, String secret) {
        return simulator.callAs(
                "application/x-www-form-urlencoded",
                "/v25.0/oauth/access_token",
                "",
                "client_id=" + APP + "&client_secret=" + secret + "&code=" + code);
    }

    private String token(JsonNode ended) {
        return exchange(ended.path("code").asText(), SECRET)
                .json()
                .path("access_token")
                .asText();
    }

    @Test
    void theBrowserGetsACodeAndTheAccount() {
        JsonNode ended = play("{\"number\":\"4915277000001\",\"scan\":\"code\",\"share\":false}");
        JsonNode event = ended.path("event");
        assertThat(event.path("event").asText()).isEqualTo("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
        assertThat(event.path("data").path("waba_id")).isEqualTo(ended.path("wabaId"));
        assertThat(event.path("data").has("phone_number_id"))
                .as("R3: nobody may count on it")
                .isFalse();
        assertThat(play("{\"number\":\"4915277000001\",\"tellNumber\":true}")
                        .path("event")
                        .path("data")
                        .path("phone_number_id"))
                .isEqualTo(ended.path("phoneNumberId"));
    }

    @Test
    void aCodeWorksOnceAndForHalfAMinute() {
        String code = play("{\"number\":\"4915277000002\"}").path("code").asText();
        assertThat(exchange(code, "wrong").errorCode()).isEqualTo(1);
        assertThat(exchange(code, SECRET).json().path("access_token").asText()).startsWith("EAAsim");
        assertThat(exchange(code, SECRET).text()).contains("has been used");
        assertThat(exchange("AQnone", SECRET).errorCode()).isEqualTo(100);
        String late = play("{\"number\":\"4915277000002\"}").path("code").asText();
        simulator.advance("31s");
        assertThat(exchange(late, SECRET).text()).contains("has expired");
    }

    @Test
    void aTokenLivesForEverUnlessItIsSaidOtherwise() {
        String number = "{\"number\":\"4915277000009\"}";
        assertThat(exchange(play(number).path("code").asText(), SECRET).json().has("expires_in"))
                .isFalse();
        simulator.control("PUT", "/signup", "{\"tokenSeconds\":3600}");
        assertThat(exchange(play(number).path("code").asText(), SECRET)
                        .json()
                        .path("expires_in")
                        .asInt())
                .isEqualTo(3600);
        assertThat(simulator.get("/signup").path("tokenSeconds").asInt()).isEqualTo(3600);
        simulator.control("PUT", "/signup", "{\"tokenSeconds\":0}");
    }

    @Test
    void itsTokenOpensTheAccountAndTheNumber() {
        JsonNode ended = play("{\"number\":\"4915277000003\"}");
        String token = token(ended);
        String waba = "/v25.0/" + ended.path("wabaId").asText();
        String id = ended.path("phoneNumberId").asText();
        assertThat(simulator
                        .call("GET", waba + "/phone_numbers", token, "")
                        .json()
                        .path("data"))
                .singleElement()
                .satisfies(number -> assertThat(number.path("id").asText()).isEqualTo(id));
        assertThat(simulator
                        .call("GET", waba + "/subscribed_apps", token, "")
                        .json()
                        .path("data"))
                .isEmpty();
        assertThat(simulator.call("POST", waba + "/subscribed_apps", token, "").text())
                .contains("true");
        assertThat(simulator.call("GET", waba + "/subscribed_apps", token, "").text())
                .contains(APP);
        assertThat(simulator.call("GET", waba + "/phone_numbers", "another", "").errorCode())
                .isEqualTo(190);
        JsonNode node = simulator
                .call("GET", "/v25.0/" + id + "?fields=is_on_biz_app,platform_type,last_onboarded_time", token, "")
                .json();
        assertThat(node.path("is_on_biz_app").asBoolean()).isTrue();
        assertThat(node.path("last_onboarded_time").asText()).endsWith("+0000");
    }

    @Test
    void theAppShowsItsFieldsToItself() {
        String path = "/v25.0/" + APP + "/subscriptions";
        assertThat(simulator.call("GET", path, APP + "|" + SECRET, "").text()).contains("smb_message_echoes");
        assertThat(simulator.call("GET", path, APP + "|wrong", "").errorCode()).isEqualTo(190);
        simulator.control("PUT", "/signup", "{\"fields\":[\"messages\"]}");
        assertThat(simulator.call("GET", path, APP + "|" + SECRET, "").text()).doesNotContain("smb_message_echoes");
    }

    @Test
    void registeringIsRefusedAndCounted() {
        JsonNode before = simulator.get("/signup");
        JsonNode ended = play("{\"number\":\"4915277000004\"}");
        String node = "/v25.0/" + ended.path("phoneNumberId").asText();
        String token = token(ended);
        assertThat(simulator.call("POST", node + "/register", token, "{}").status())
                .isEqualTo(400);
        assertThat(simulator.call("POST", node + "/deregister", token, "{}").status())
                .isEqualTo(400);
        JsonNode after = simulator.get("/signup");
        assertThat(after.path("registerCalls").asInt())
                .isEqualTo(before.path("registerCalls").asInt() + 1);
        assertThat(after.path("deregisterCalls").asInt())
                .isEqualTo(before.path("deregisterCalls").asInt() + 1);
    }

    @Test
    void whoeverStopsGetsNoCode() {
        for (String way : new String[] {"\"connect\":false", "\"confirm\":false", "\"error\":\"closed\""}) {
            JsonNode ended = play("{\"number\":\"4915277000005\"," + way + "}");
            assertThat(ended.has("code")).as(way).isFalse();
            assertThat(ended.path("event").path("event").asText()).isEqualTo("CANCEL");
            assertThat(ended.path("event").path("data").has("current_step")).isTrue();
        }
    }

    @Test
    void theDialogSaysWhatIsWrong() {
        assertThat(message("credit-line")).contains("line of credit");
        assertThat(message("country")).contains("country");
        assertThat(message("app-version")).contains("2.24.17");
    }

    private String message(String error) {
        return play("{\"number\":\"4915277000006\",\"error\":\"" + error + "\"}")
                .path("event")
                .path("data")
                .path("error_message")
                .asText();
    }

    @Test
    void someThingsShowLater() {
        JsonNode strange = play("{\"number\":\"4915277000007\",\"error\":\"not-in-app\"}");
        assertThat(simulator
                        .call(
                                "GET",
                                "/v25.0/" + strange.path("phoneNumberId").asText() + "?fields=is_on_biz_app",
                                token(strange),
                                "")
                        .json()
                        .path("is_on_biz_app")
                        .asBoolean(true))
                .isFalse();
        JsonNode late = play("{\"number\":\"4915277000008\",\"error\":\"credit-line-later\"}");
        String path = "/v25.0/" + late.path("wabaId").asText() + "/subscribed_apps";
        String token = token(late);
        assertThat(simulator.call("POST", path, token, "").text()).contains("line of credit");
        simulator.control(
                "PUT",
                "/signup",
                "{\"creditLineRevoked\":\"" + late.path("wabaId").asText() + "\"}");
        assertThat(simulator.call("POST", path, token, "").status()).isEqualTo(200);
    }

    @Test
    void whatIsNoDialogIsSaid() {
        assertThat(simulator
                        .call("POST", "/control/signup", "", "{\"scan\":\"eyes\"}")
                        .text())
                .contains("qr or code");
        assertThat(simulator
                        .call("POST", "/control/signup", "", "{\"error\":\"rain\"}")
                        .text())
                .contains("credit-line");
        assertThat(simulator
                        .call("POST", "/control/signup", "", "{\"number\":\"12\"}")
                        .status())
                .isEqualTo(400);
    }
}
