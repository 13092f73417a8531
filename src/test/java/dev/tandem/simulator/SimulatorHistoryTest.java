package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code message_history}: what happened to a sent message, whether or not the engine was told. */
@ExtendWith(SimulatorExtension.class)
class SimulatorHistoryTest {
    private static final String NO_LIMITS = "{\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}}";
    private static final String ALL_FIELDS =
            "&fields=id,message_id,events%7Bdelivery_status,timestamp,webhook_update_state,error_description%7D";

    private final RunningSimulator simulator;

    SimulatorHistoryTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void itSaysWhatTheStatusesSaid() {
        String number = simulator.number("310000000000001", NO_LIMITS);
        simulator.behaviour("{\"readRate\":1}");
        String wamid = simulator.sendTemplate(number, MINA, "h.1").wamid();
        List<JsonNode> statuses = simulator.receiver().await("statuses", 3);
        simulator.awaitQuiet();
        JsonNode one = history(number, wamid, ALL_FIELDS).path("data").path(0);
        assertThat(one.path("message_id").asText()).isEqualTo(wamid);
        assertThat(one.path("events").path("data"))
                .extracting(e -> e.path("delivery_status").asText() + " "
                        + e.path("timestamp").asLong() + " "
                        + e.path("webhook_update_state").asText())
                .containsExactlyElementsOf(statuses.stream()
                        .map(s -> s.path("status").asText() + " "
                                + s.path("timestamp").asText() + " SUCCESS")
                        .toList());
        assertThat(one.path("events").path("data"))
                .allMatch(e -> e.path("timestamp").isIntegralNumber());
        JsonNode alone = events(number, one.path("id").asText(), "");
        assertThat(alone.path("data"))
                .extracting(e -> e.path("delivery_status").asText() + " "
                        + e.path("webhook_update_state").asText())
                .containsExactly("sent SUCCESS", "delivered SUCCESS", "read SUCCESS");
    }

    @Test
    void aLostWebhookIsAnEventAllTheSame() {
        String number = simulator.number("310000000000002", NO_LIMITS);
        simulator.faults("{\"number\":\"" + number + "\",\"webhook\":{\"lose\":1}}");
        String wamid = simulator.sendTemplate(number, MINA, "lost.1").wamid();
        simulator.awaitQuiet();
        assertThat(simulator.receiver().items("statuses")).isEmpty();
        assertThat(words(history(number, wamid, ""))).containsExactly("sent ERROR", "delivered ERROR");
    }

    @Test
    void anUnacknowledgedWebhookIsAnErrorUntilARetryIsTaken() {
        String number = simulator.number("310000000000003", NO_LIMITS);
        simulator.behaviour("{\"retryFirstGapMs\":3600000}");
        simulator.receiver().refuse(1000);
        String wamid = simulator.sendTemplate(number, MINA, "again.1").wamid();
        await().until(() -> words(history(number, wamid, "")).size() == 2);
        assertThat(words(history(number, wamid, ""))).containsExactly("sent ERROR", "delivered ERROR");
        simulator.receiver().refuse(0);
        simulator.awaitQuiet();
        assertThat(words(history(number, wamid, ""))).containsExactly("sent SUCCESS", "delivered SUCCESS");
    }

    @Test
    void whatFailedSaysWhy() {
        String number = simulator.number("310000000000004", NO_LIMITS);
        simulator.behaviour("{\"closedWindow\":\"async\"}");
        String wamid = simulator.sendText(number, MINA, "closed.1").wamid();
        simulator.awaitQuiet();
        JsonNode event = history(number, wamid, "")
                .path("data")
                .path(0)
                .path("events")
                .path("data")
                .path(0);
        assertThat(event.path("delivery_status").asText()).isEqualTo("failed");
        assertThat(event.path("error_description").asText()).startsWith("(#131047)");
    }

    @Test
    void aMessageWithoutAnyStatusHasNoEvents() {
        String number = simulator.number("310000000000005", NO_LIMITS);
        simulator.behaviour("{\"noStatusRate\":1}");
        String wamid = simulator.sendTemplate(number, MINA, "none.1").wamid();
        simulator.awaitQuiet();
        JsonNode data = history(number, wamid, "").path("data");
        assertThat(data).hasSize(1);
        assertThat(data.path(0).path("events").path("data")).isEmpty();
        assertThat(events(number, data.path(0).path("id").asText(), "").toString())
                .isEqualTo("{\"data\":[]}");
    }

    @Test
    void anUnknownMessageOrAnotherNumbersIsAnEmptyList() {
        String number = simulator.number("310000000000006", NO_LIMITS);
        String other = simulator.number("310000000000007", NO_LIMITS);
        String wamid = simulator.sendTemplate(number, MINA, "mine.1").wamid();
        assertThat(history(number, "wamid.NONE", "").toString()).isEqualTo("{\"data\":[]}");
        assertThat(history(other, wamid, "").path("data")).isEmpty();
        assertThat(history(number, wamid, "").path("data")).hasSize(1);
    }

    @Test
    void theTokenIsChecked() {
        String number = simulator.number("310000000000008", NO_LIMITS);
        String wamid = simulator.sendTemplate(number, MINA, "token.1").wamid();
        String id = history(number, wamid, "").path("data").path(0).path("id").asText();
        assertThat(simulator
                        .call("GET", "/v25.0/" + number + "/message_history?message_id=" + wamid, "wrong", "")
                        .errorCode())
                .isEqualTo(190);
        assertThat(simulator
                        .call("GET", "/v25.0/" + id + "/events", "wrong", "")
                        .errorCode())
                .isEqualTo(190);
        Answer unknown = simulator.call("GET", "/v25.0/310000000000008999999999/events", "wrong", "");
        assertThat(unknown.errorCode()).isEqualTo(100);
        assertThat(unknown.json().path("error").path("error_subcode").asInt()).isEqualTo(33);
    }

    @Test
    void aNumbersHistoriesComeInPages() {
        String number = simulator.number("310000000000009", NO_LIMITS);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(simulator.sendTemplate(number, MINA, "page." + i).wamid());
        }
        List<String> found = new ArrayList<>();
        String path = "/v25.0/" + number + "/message_history?limit=2";
        JsonNode page = get(number, path);
        String start = page.path("paging").path("cursors").path("before").asText();
        while (true) {
            page.path("data").forEach(h -> found.add(h.path("message_id").asText()));
            if (!page.path("paging").has("next")) {
                break;
            }
            page = get(
                    number,
                    path + "&after="
                            + page.path("paging").path("cursors").path("after").asText());
        }
        assertThat(found).containsExactlyElementsOf(sent);
        JsonNode back = get(
                number,
                path + "&before="
                        + page.path("paging").path("cursors").path("before").asText());
        assertThat(back.path("data"))
                .extracting(h -> h.path("message_id").asText())
                .containsExactly(sent.get(2), sent.get(3));
        assertThat(get(number, path + "&after=" + start).path("data").path(0)).isNotEmpty();
        assertThat(page.path("paging").path("previous").asText()).contains("before=");
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreShown() {
        String number = simulator.number("310000000000010", NO_LIMITS);
        String wamid = simulator.sendTemplate(number, MINA, "fields.1").wamid();
        simulator.awaitQuiet();
        JsonNode one = history(number, wamid, "&fields=message_id,events%7Btimestamp%7D")
                .path("data")
                .path(0);
        assertThat(one.has("id")).isFalse();
        assertThat(one.path("events").path("data").path(0).properties()).hasSize(1);
        for (String wrong : List.of("shoe_size", "events%7Bshoe_size%7D", "events%7Btimestamp", "id%7D")) {
            assertThat(simulator
                            .call(
                                    "GET",
                                    "/v25.0/" + number + "/message_history?message_id=" + wamid + "&fields=" + wrong,
                                    "simulator-token-" + number,
                                    "")
                            .errorCode())
                    .as(wrong)
                    .isEqualTo(100);
        }
    }

    @Test
    void itCanShowWhatMetasPagesShow() {
        String number = simulator.number("310000000000011", NO_LIMITS);
        simulator.behaviour("{\"historyAsDocumented\":true,\"lateFailedRate\":1}");
        String wamid = simulator.sendTemplate(number, MINA, "page.1").wamid();
        simulator.awaitQuiet();
        JsonNode bare = history(number, wamid, "").path("data").path(0);
        assertThat(bare.has("events")).isFalse();
        assertThat(words(history(number, wamid, ALL_FIELDS))).containsExactly("SENT SUCCESS", "ERROR SUCCESS");
        String fields = "?fields=cursor,node%7Bdelivery_status,occurrence_timestamp,webhook_update_state%7D";
        JsonNode edge =
                events(number, bare.path("id").asText(), fields).path("data").path(1);
        assertThat(edge.path("cursor").asText()).isNotEmpty();
        assertThat(edge.path("node").path("delivery_status").asText()).isEqualTo("ERROR");
        assertThat(edge.path("node").path("occurrence_timestamp").asLong()).isPositive();
        assertThat(edge.path("node").path("webhook_update_state").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void whatTheOwnerTypesHasNone() {
        String number = simulator.number("310000000000012", NO_LIMITS);
        simulator.behaviour("{\"appMessageStatuses\":true}");
        String id = simulator
                .control(
                        "POST",
                        "/numbers/" + number + "/app-message",
                        "{\"to\":\"" + MINA + "\",\"message\":\"typed\"}")
                .path("id")
                .asText();
        simulator.awaitQuiet();
        assertThat(history(number, id, "").path("data")).isEmpty();
    }

    private List<String> words(JsonNode history) {
        List<String> words = new ArrayList<>();
        history.path("data")
                .path(0)
                .path("events")
                .path("data")
                .forEach(e -> words.add(e.path("delivery_status").asText() + " "
                        + e.path("webhook_update_state").asText()));
        return words;
    }

    private JsonNode history(String number, String wamid, String more) {
        return get(number, "/v25.0/" + number + "/message_history?message_id=" + wamid.replace("=", "%3D") + more);
    }

    private JsonNode events(String number, String id, String query) {
        return get(number, "/v25.0/" + id + "/events" + query);
    }

    private JsonNode get(String number, String path) {
        Answer answer = simulator.call("GET", path, "simulator-token-" + number, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
