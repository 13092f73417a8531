package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;
import dev.tandem.simulator.SimulatorApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The calls as the simulator takes them, which counts every one. */
class SyncCallsOfSimulatorTest {

    private static final String SHOP = "100000000000001";

    private static ConfigurableApplicationContext simulator;

    private final GraphSyncCalls calls = new GraphSyncCalls(new GraphClient());
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        simulator = SimulatorApplication.start("--tandem.simulator.port=0");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void link() throws Exception {
        control("DELETE", "/faults", "");
        control(
                "POST",
                "/numbers/" + SHOP + "/link",
                "{\"seed\":1,\"conversations\":1,\"messagesPerConversation\":2,\"days\":5,\"media\":0}");
    }

    private JsonNode control(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(SimulatorApplication.baseUrl(simulator) + "/control" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new ObjectMapper().readTree(answer.body());
    }

    private SyncAnswer ask(SyncKind kind, String token) {
        BusinessNumber shop = TestNumbers.SHOP;
        return calls.ask(
                new BusinessNumber(
                        "shop",
                        SHOP,
                        shop.displayPhoneNumber(),
                        shop.wabaId(),
                        token,
                        Instant.EPOCH,
                        SimulatorApplication.baseUrl(simulator) + "/v25.0",
                        null,
                        null,
                        shop.limits()),
                kind);
    }

    private SyncAnswer ask(SyncKind kind) {
        return ask(kind, "simulator-token-shop");
    }

    private JsonNode counted(SyncKind kind) throws Exception {
        return control("GET", "/numbers/" + SHOP + "/sync", "").path(kind.code());
    }

    @Test
    void eachIsTakenOncePerLinkingAndWithinTheDay() throws Exception {
        for (SyncKind kind : SyncKind.values()) {
            assertThat(ask(kind)).isInstanceOfSatisfying(SyncAnswer.Accepted.class, yes -> assertThat(yes.requestId())
                    .isNotEmpty());
            assertThat(ask(kind)).isInstanceOf(SyncAnswer.AlreadyUsed.class);
            assertThat(counted(kind).path("accepted").asInt()).isEqualTo(1);
        }
        link();
        assertThat(ask(SyncKind.HISTORY)).as("linked again").isInstanceOf(SyncAnswer.Accepted.class);
        control("POST", "/clock", "{\"advance\":\"25h\"}");
        assertThat(ask(SyncKind.CONTACTS)).isInstanceOf(SyncAnswer.Expired.class);
    }

    @Test
    void aRefusedTokenDoesNotCount() throws Exception {
        assertThat(ask(SyncKind.CONTACTS, "another"))
                .isInstanceOfSatisfying(
                        SyncAnswer.Refused.class, no -> assertThat(no.code()).isEqualTo(190));
        assertThat(ask(SyncKind.CONTACTS)).isInstanceOf(SyncAnswer.Accepted.class);
    }

    @Test
    void aLostAnswerCountsAndTheCallIsMadeOnce() throws Exception {
        control("PUT", "/faults", "{\"dropAnswerRate\":1}");
        assertThat(ask(SyncKind.HISTORY)).isInstanceOf(SyncAnswer.Unclear.class);
        assertThat(counted(SyncKind.HISTORY).path("calls").asInt())
                .as("no client repeats it by itself")
                .isEqualTo(1);
        control("DELETE", "/faults", "");
        assertThat(ask(SyncKind.HISTORY)).isInstanceOf(SyncAnswer.AlreadyUsed.class);
    }
}
