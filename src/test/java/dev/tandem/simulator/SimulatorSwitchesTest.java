package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import dev.tandem.simulator.behaviour.Switch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the facts leave open about sending, each as a switch and each at both settings. */
@ExtendWith(SimulatorExtension.class)
class SimulatorSwitchesTest {
    private final RunningSimulator simulator;
    private final WebhookReceiver receiver;

    SimulatorSwitchesTest(RunningSimulator simulator) {
        this.simulator = simulator;
        this.receiver = simulator.receiver();
    }

    @Test
    void allAreListed() {
        JsonNode behaviour = simulator.get("/behaviour");
        assertThat(Arrays.stream(Switch.values()).map(Switch::jsonName)).allMatch(behaviour::has);
        assertThat(behaviour.properties().stream().map(Map.Entry::getKey))
                .contains(
                        "echoApiSends",
                        "appMessageStatuses",
                        "failedCarriesId",
                        "closedWindow",
                        "openWindowRefusalRate",
                        "countAppMessages",
                        "enforceTier",
                        "optOutRefusal",
                        "historyAsDocumented");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anApiSendMayComeBackAsAnEcho(boolean on) {
        String number = simulator.number("340000000000001", "{}");
        simulator.behaviour("{\"echoApiSends\":" + on + "}");
        Answer sent = simulator.sendTemplate(number, MINA, "echo.1");
        simulator.awaitQuiet();
        assertThat(receiver.items("message_echoes"))
                .extracting(e -> e.path("id").asText() + " "
                        + e.path("type").asText() + " "
                        + e.path("template").path("name").asText())
                .isEqualTo(on ? List.of(sent.wamid() + " template hello_world") : List.of());
        assertThat(receiver.items("message_echoes"))
                .noneMatch(e -> e.has("biz_opaque_callback_data") || e.has("messaging_product"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAppMessageMayGetStatuses(boolean on) {
        String number = simulator.number("340000000000002", "{}");
        simulator.behaviour("{\"appMessageStatuses\":" + on + "}");
        String id = typed(number);
        simulator.awaitQuiet();
        assertThat(receiver.items("statuses"))
                .extracting(s -> s.path("id").asText() + " " + s.path("status").asText())
                .isEqualTo(on ? List.of(id + " sent", id + " delivered") : List.of());
        assertThat(receiver.items("statuses")).noneMatch(s -> s.has("biz_opaque_callback_data"));
        assertThat(receiver.items("statuses")).as("it costs nothing").noneMatch(s -> s.has("pricing"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failedMayCarryOurId(boolean on) {
        String number = simulator.number("340000000000003", "{}");
        simulator.behaviour("{\"lateFailedRate\":1,\"failedCarriesId\":" + on + "}");
        simulator.sendTemplate(number, MINA, "ours.1");
        var statuses = receiver.await("statuses", 2);
        simulator.awaitQuiet();
        JsonNode sent = statuses.get(0);
        JsonNode failed = statuses.get(1);
        assertThat(sent.path("biz_opaque_callback_data").asText()).isEqualTo("ours.1");
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.has("biz_opaque_callback_data")).isEqualTo(on);
    }

    @Test
    void aClosedWindowIsToldInTheAnswer() {
        String number = simulator.number("340000000000004", "{}");
        simulator.behaviour("{\"closedWindow\":\"sync\"}");
        assertThat(simulator.sendText(number, MINA, "sync.1").errorCode()).isEqualTo(131047);
        simulator.awaitQuiet();
        assertThat(receiver.items("statuses")).isEmpty();
    }

    @Test
    void aClosedWindowIsToldLater() {
        String number = simulator.number("340000000000005", "{}");
        simulator.behaviour("{\"closedWindow\":\"async\"}");
        Answer accepted = simulator.sendText(number, MINA, "async.1");
        assertThat(accepted.status()).isEqualTo(200);
        simulator.awaitQuiet();
        assertThat(receiver.items("statuses")).hasSize(1);
        assertThat(receiver.items("statuses")
                        .get(0)
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asInt())
                .isEqualTo(131047);
    }

    @Test
    void anOpenWindowIsRefusedInTheAnswerOrLater() {
        String number = simulator.number("340000000000006", "{}");
        simulator.inbound(number, MINA, "Hi");
        simulator.behaviour("{\"openWindowRefusalRate\":1}");
        assertThat(simulator.sendText(number, MINA, "open.1").errorCode()).isEqualTo(131047);
        simulator.behaviour("{\"closedWindow\":\"async\"}");
        assertThat(simulator.sendText(number, MINA, "open.2").status()).isEqualTo(200);
        JsonNode failed = receiver.await("statuses", 1).get(0);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("errors").path(0).path("code").asInt()).isEqualTo(131047);
        simulator.behaviour("{\"openWindowRefusalRate\":0}");
        Answer fine = simulator.sendText(number, MINA, "open.3");
        simulator.awaitQuiet();
        assertThat(receiver.items("statuses"))
                .filteredOn(s -> s.path("id").asText().equals(fine.wamid()))
                .extracting(s -> s.path("status").asText())
                .containsExactly("sent", "delivered");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void appMessagesMayCountToTheTwenty(boolean on) {
        String number = simulator.number("34000000000001" + (on ? 1 : 0), "{\"limits\":{\"pair\":\"off\"}}");
        simulator.number(number, "{\"limits\":{\"throughputPerSecond\":1}}");
        simulator.behaviour("{\"countAppMessages\":" + on + "}");
        typed(number);
        Answer sent = simulator.sendTemplate(number, MINA, "twenty.1");
        assertThat(sent.status() == 200 ? 0 : sent.errorCode()).isEqualTo(on ? 130429 : 0);
    }

    private String typed(String number) {
        return simulator
                .control(
                        "POST",
                        "/numbers/" + number + "/app-message",
                        "{\"to\":\"%s\",\"message\":\"typed\"}".formatted(MINA))
                .path("id")
                .asText();
    }
}
