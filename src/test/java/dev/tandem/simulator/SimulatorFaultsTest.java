package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static dev.tandem.simulator.RunningSimulator.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injected faults of the send call: what the client sees, and what the simulator says it received. */
@ExtendWith(SimulatorExtension.class)
class SimulatorFaultsTest {
    private static final long MILLI = 1_000_000L;

    private final RunningSimulator simulator;

    SimulatorFaultsTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void latencyDelaysTheAnswerAndNotTheArrival() {
        String number = simulator.number("500000000000001", "{}");
        simulator.faults("{\"latencyMs\":[300,300]}");
        long called = nowNanos();
        simulator.sendTemplate(number, MINA, "l.1");
        assertThat(nowNanos() - called).isGreaterThan(300 * MILLI);
        assertThat(stamp(number) - called).isLessThan(300 * MILLI);
    }

    @Test
    void beforeStampDelaysTheArrival() {
        String number = simulator.number("500000000000002", "{}");
        simulator.faults("{\"number\":\"" + number + "\",\"beforeStampMs\":300}");
        long called = nowNanos();
        simulator.sendTemplate(number, MINA, "b.1");
        assertThat(stamp(number) - called).isGreaterThan(300 * MILLI);
    }

    @Test
    void anErrorIsAnsweredAndNothingAccepted() {
        String number = simulator.number("500000000000003", "{}");
        simulator.faults("{\"errorRate\":1,\"code\":131016}");
        Answer error = simulator.sendTemplate(number, MINA, "e.1");
        assertThat(error.status()).isEqualTo(500);
        assertThat(error.errorCode()).isEqualTo(131016);
        assertThat(error.json().path("error").path("is_transient").asBoolean()).isTrue();
        JsonNode received = simulator.received(number);
        assertThat(received.path("accepted").path("count").asInt()).isZero();
        assertThat(received.path("byCode").path("131016").asInt()).isEqualTo(1);
        assertThat(received.path("perAttempt").path("e.1").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503, 504})
    void everyHttpStatusCanBeAnswered(int status) {
        String number = simulator.number("500000000000004", "{}");
        simulator.faults("{\"errorRate\":true,\"code\":131000,\"status\":" + status + "}");
        assertThat(simulator.sendTemplate(number, MINA, "s." + status).status()).isEqualTo(status);
    }

    @Test
    void aDroppedAnswerWasAcceptedAndItsStatusesCome() {
        String number = simulator.number("500000000000005", "{}");
        simulator.faults("{\"dropAnswerRate\":1}");
        assertThatThrownBy(() -> trySend(number, "d.1")).isInstanceOf(IOException.class);
        JsonNode one = simulator.received(number).path("list").path(0);
        assertThat(one.path("code").asText()).isEqualTo("accepted");
        assertThat(one.path("answerLost").asBoolean()).isTrue();
        assertThat(one.path("answer").path("messages").path(0).path("id").asText())
                .isEqualTo(one.path("wamid").asText());
        assertThat(simulator.receiver().await("statuses", 1).get(0).path("id").asText())
                .isEqualTo(one.path("wamid").asText());
    }

    @Test
    void aResetComesAfterTheBodyAndBeforeAnythingIsAccepted() {
        String number = simulator.number("500000000000006", "{}");
        simulator.faults("{\"resetAfterBody\":true}");
        assertThatThrownBy(() -> rawSend(number)).isInstanceOf(SocketException.class);
        assertThat(simulator.received(number).path("byCode").path("reset").asInt())
                .isEqualTo(1);
        assertThat(simulator.received(number).path("accepted").path("count").asInt())
                .isZero();
    }

    @Test
    void aRefusedConnectionLeavesNoTrace() {
        String number = simulator.number("500000000000007", "{}");
        simulator.faults("{\"refuse\":true}");
        assertThatThrownBy(() -> trySend(number, "r.1")).isInstanceOf(IOException.class);
        assertThat(simulator.received(number).path("requests").path("count").asInt())
                .isZero();
    }

    @Test
    void thePortItselfCanRefuseForAWhile() {
        try (RunningSimulator own = new RunningSimulator(true)) {
            own.faults("{\"refuseMs\":400}");
            await().until(() -> isRefused(own));
            await().until(() -> !isRefused(own));
            assertThat(own.sendTemplate(RunningSimulator.SHOP, MINA, "back.1").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void slowBytesAndHtml() {
        String number = simulator.number("500000000000008", "{}");
        simulator.faults("{\"slowBytes\":2}");
        long called = nowNanos();
        Answer slow = simulator.sendTemplate(number, MINA, "slow.1");
        assertThat(slow.wamid()).isNotEmpty();
        assertThat(nowNanos() - called).isGreaterThan(2 * MILLI * slow.text().length());

        simulator.faults("{\"html502\":true}");
        Answer html = simulator.sendTemplate(number, MINA, "html.1");
        assertThat(html.status()).isEqualTo(502);
        assertThat(html.text()).startsWith("<html>");
        assertThat(simulator.received(number).path("byCode").path("html502").asInt())
                .isEqualTo(1);
    }

    @Test
    void aFaultCanHitOnceOrOnlyOneNumber() {
        String number = simulator.number("500000000000009", "{}");
        String other = simulator.number("500000000000010", "{}");
        simulator.faults("{\"number\":\"" + number + "\",\"errorRate\":1,\"code\":2,\"times\":1}");
        assertThat(simulator.sendTemplate(other, MINA, "o.1").status()).isEqualTo(200);
        assertThat(simulator.sendTemplate(number, MINA, "o.2").errorCode()).isEqualTo(2);
        assertThat(simulator.sendTemplate(number, MINA, "o.3").status()).isEqualTo(200);
    }

    @Test
    void twoHundredDelayedRequestsAreServedAtOnce() {
        String number =
                simulator.number("500000000000011", "{\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}}");
        simulator.faults("{\"latencyMs\":1000}");
        long called = nowNanos();
        List<CompletableFuture<Answer>> sends = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> simulator.sendTemplate(number, MINA, "many." + i), task -> new Thread(task).start()))
                .toList();
        assertThat(sends).allSatisfy(send -> assertThat(send.join().status()).isEqualTo(200));
        assertThat(nowNanos() - called).isLessThan(5000 * MILLI);
    }

    private long stamp(String number) {
        return simulator.received(number).path("requests").path("firstNanos").asLong();
    }

    private long nowNanos() {
        return simulator.get("/clock").path("nowNanos").asLong();
    }

    private void trySend(String number, String attempt) throws IOException {
        simulator.tryCall("POST", "/v25.0/" + number + "/messages", "simulator-token-" + number, hello(MINA, attempt));
    }

    /** Sends by a bare socket, which tells a reset from an end. */
    private void rawSend(String number) throws IOException {
        URI base = URI.create(simulator.baseUrl());
        byte[] body = hello(MINA, "raw.1").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(("POST /v25.0/" + number + "/messages HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            assertThat(socket.getInputStream().read())
                    .as("an end instead of a reset")
                    .isNotEqualTo(-1);
        }
    }

    private static boolean isRefused(RunningSimulator simulator) {
        URI base = URI.create(simulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
