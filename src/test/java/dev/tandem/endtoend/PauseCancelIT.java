package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.ORDER;
import static dev.tandem.endtoend.SharedInstallation.PAUSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator and a client can do with sends that wait, and the order in which they leave. */
@ExtendWith(SharedInstallation.class)
class PauseCancelIT {

    private final Installation tandem;
    private final Api api;

    PauseCancelIT(Installation tandem) {
        this.tandem = tandem;
        this.api = tandem.api();
    }

    @AfterEach
    void resume() {
        assertThat(api.post("/numbers/pauses/resume", "").status()).isEqualTo(200);
        tandem.control().noFaults(ORDER);
    }

    @Test
    void nothingLeavesAPausedNumberAndEverythingWhenItIsResumed() {
        pause();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(api.accepted(Sends.order("pause-" + i, "pauses", "49170300000" + i)));
        }
        JsonNode number = api.get("/numbers/pauses").json();
        assertThat(number.path("state").asText()).isEqualTo("paused");
        assertThat(number.path("why").asText()).contains("everything");
        assertThat(number.path("backlog").path("transactional").asInt()).isEqualTo(5);
        Awaitility.await()
                .during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(3))
                .until(() ->
                        tandem.control().receivedFor(PAUSES, "491703000000").isEmpty());

        api.post("/numbers/pauses/resume", "");
        waiting.forEach(send -> api.awaitSubmitted(send));
        assertThat(api.get("/numbers/pauses").json().path("state").asText()).isEqualTo("linked");
    }

    @Test
    void aCancelledSendNeverLeaves() {
        pause();
        String cancelled = api.accepted(Sends.order("cancel-1", "pauses", "491703000011"));
        String kept = api.accepted(Sends.order("cancel-2", "pauses", "491703000012"));
        Http.Answer answer = api.delete("/sends/" + cancelled);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("state").asText()).isEqualTo("cancelled");
        api.post("/numbers/pauses/resume", "");
        api.awaitSubmitted(kept);
        assertThat(tandem.control().receivedFor(PAUSES, "491703000011")).isEmpty();
        assertThat(api.sendOf(cancelled).path("reason").asText()).isEqualTo("cancelled");
    }

    @Test
    void whatHasLeftCannotBeCancelled() {
        String gone = api.accepted(Sends.order("cancel-3", "pauses", "491703000013"));
        api.awaitSubmitted(gone);
        assertThat(api.delete("/sends/" + gone).status()).isEqualTo(409);
    }

    @Test
    void nothingLeavesBeforeItsTime() {
        Instant due = Instant.now().plusMillis(2_500);
        String send = api.accepted(
                Sends.with(Sends.order("due-1", "pauses", "491703000021"), "\"notBefore\":\"" + due + "\""));
        api.awaitSubmitted(send);
        List<JsonNode> received = tandem.control().receivedFor(PAUSES, "491703000021");
        assertThat(received).hasSize(1);
        assertThat(Instant.parse(received.get(0).path("at").asText())).isAfterOrEqualTo(due);
    }

    @Test
    void aSendThatCouldNotLeaveInTimeExpires() {
        pause();
        String send = api.accepted(Sends.with(
                Sends.order("expire-1", "pauses", "491703000031"),
                "\"expiresAt\":\"" + Instant.now().plusMillis(1_200) + "\""));
        assertThat(api.awaitState(send, "expired").path("reason").asText()).isEqualTo("expired");
        api.post("/numbers/pauses/resume", "");
        String after = api.accepted(Sends.order("expire-2", "pauses", "491703000032"));
        api.awaitSubmitted(after);
        assertThat(tandem.control().receivedFor(PAUSES, "491703000031")).isEmpty();
    }

    @Test
    void sendsToOnePersonLeaveInTheirOrder() {
        tandem.control().faults(ORDER, "\"latencyMs\":[10,60]");
        List<String> batch = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            batch.add(Sends.order("order-a-" + i, "order", "491703000041"));
            batch.add(Sends.order("order-b-" + i, "order", "491703000042"));
            wanted.add(String.valueOf(i));
        }
        assertThat(api.post("/sends/batch", "[" + String.join(",", batch) + "]").status())
                .isEqualTo(200);
        for (String person : List.of("491703000041", "491703000042")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> tandem.control().receivedFor(ORDER, person).size() >= 12);
            assertThat(parametersSentTo(person)).containsExactlyElementsOf(wanted);
        }
    }

    @Test
    void aRetryHoldsBackTheNextToTheSamePersonAndNobodyElse() {
        tandem.control().faults(ORDER, "\"errorRate\":1,\"code\":131016,\"times\":1");
        String first = api.accepted(Sends.order("retry-a-1", "order", "491703000051"));
        api.awaitHeld(first, "cloud_api_131016");
        String second = api.accepted(Sends.order("retry-a-2", "order", "491703000051"));
        String other = api.accepted(Sends.order("retry-b-1", "order", "491703000052"));
        api.awaitSubmitted(other);
        api.awaitSubmitted(second);
        assertThat(parametersSentTo("491703000051")).containsExactly("1", "1", "2");
    }

    private void pause() {
        assertThat(api.post("/numbers/pauses/pause", "").status()).isEqualTo(200);
    }

    /** The last part of the ids of what was sent to a person, in the order of arrival. */
    private List<String> parametersSentTo(String person) {
        return tandem.control().receivedFor(ORDER, person).stream()
                .map(request -> request.path("body")
                        .path("template")
                        .path("components")
                        .path(0)
                        .path("parameters")
                        .path(0)
                        .path("text")
                        .asText())
                .map(text -> text.substring(text.lastIndexOf('-') + 1))
                .toList();
    }
}
