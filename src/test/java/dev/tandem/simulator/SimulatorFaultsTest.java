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
import org.junit.jupiter.params.provider.CsvSource;
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
    void anEmptyAnswerHidesASendThatIsDone() {
        String number = simulator.number("500000000000012", "{}");
        simulator.faults("{\"emptyAnswer\":1}");
        Answer empty = simulator.sendTemplate(number, MINA, "empty.1");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.text()).isEmpty();
        JsonNode one = theOnlyAccepted(number);
        assertThat(one.path("httpStatus").asInt()).isEqualTo(200);
        assertThat(simulator.receiver().await("statuses", 1).get(0).path("id").asText())
                .isEqualTo(one.path("wamid").asText());
    }

    @Test
    void aBodyThatIsCutHidesASendThatIsDone() throws IOException {
        String number = simulator.number("500000000000013", "{}");
        simulator.faults("{\"cutBody\":1}");
        assertThatThrownBy(() -> trySend(number, "cut.1")).isInstanceOf(IOException.class);
        JsonNode one = theOnlyAccepted(number);
        assertThat(simulator.receiver().await("statuses", 1).get(0).path("id").asText())
                .isEqualTo(one.path("wamid").asText());
        simulator.control("DELETE", "/numbers/" + number + "/received", "");
        String raw = rawAnswer(number);
        String answer =
                theOnlyAccepted(number).path("answer").path("messaging_product").asText();
        assertThat(answer).isEqualTo("whatsapp");
        int length = Integer.parseInt(raw.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        String body = raw.substring(raw.indexOf("\r\n\r\n") + 4);
        assertThat(raw).startsWith("HTTP/1.1 200");
        assertThat(body).startsWith("{\"messaging_product\":").hasSize(length / 2);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void anUnknownCodeAndStatusCanBeAnsweredAndCalledTransientOrNot(boolean isTransient, String told) {
        String number = simulator.number("500000000000014", "{}");
        simulator.faults("{\"errorRate\":1,\"code\":199999,\"status\":418,\"transient\":" + isTransient + "}");
        Answer error = simulator.sendTemplate(number, MINA, "teapot.1");
        assertThat(error.status()).isEqualTo(418);
        assertThat(error.errorCode()).isEqualTo(199999);
        assertThat(error.json().path("error").path("message").asText()).startsWith("(#199999)");
        assertThat(error.json().path("error").path("is_transient").asText()).isEqualTo(told);
        JsonNode received = simulator.received(number);
        assertThat(received.path("byCode").toString()).isEqualTo("{\"199999\":1}");
        assertThat(received.path("accepted").path("count").asInt()).isZero();
    }

    @Test
    void whatIsTransientIsKnownOfListedCodesAndCanBeDenied() {
        String number = simulator.number("500000000000015", "{}");
        simulator.faults("{\"errorRate\":1,\"code\":131047}");
        assertThat(simulator
                        .sendTemplate(number, MINA, "tr.1")
                        .json()
                        .path("error")
                        .has("is_transient"))
                .isFalse();
        simulator.faults("{\"errorRate\":1,\"code\":131016,\"transient\":false}");
        assertThat(simulator
                        .sendTemplate(number, MINA, "tr.2")
                        .json()
                        .path("error")
                        .path("is_transient")
                        .toString())
                .isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({"200, <h1>200 OK", "418, <h1>418 ", "429, <h1>429 Too Many Requests", "503, <h1>503 Service Unavailable"
    })
    void aPageOfHtmlCanHaveAnyStatus(int status, String page) {
        String number = simulator.number("500000000000016", "{}");
        simulator.faults("{\"html\":1,\"htmlStatus\":" + status + "}");
        Answer html = simulator.sendTemplate(number, MINA, "page.1");
        assertThat(html.status()).isEqualTo(status);
        assertThat(html.text()).startsWith("<html>").contains(page);
        assertThat(simulator.received(number).path("byCode").toString()).isEqualTo("{\"html" + status + "\":1}");
    }

    @ParameterizedTest
    @CsvSource({"131049, Not delivered to keep the ecosystem healthy", "199999, Error 199999"})
    void anAcceptedSendCanFailLaterWithAnyCode(int code, String title) {
        String number = simulator.number("500000000000017", "{}");
        simulator.faults("{\"number\":\"" + number + "\",\"failLaterRate\":1,\"failLaterCode\":" + code + "}");
        Answer accepted = simulator.sendTemplate(number, MINA, "later.1");
        assertThat(accepted.status()).isEqualTo(200);
        simulator.receiver().await("statuses", 1);
        simulator.awaitQuiet();
        assertThat(simulator.receiver().items("statuses")).hasSize(1);
        JsonNode failed = simulator.receiver().items("statuses").get(0);
        assertThat(failed.path("id").asText()).isEqualTo(accepted.wamid());
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        JsonNode error = failed.path("errors").path(0);
        assertThat(error.path("code").asInt()).isEqualTo(code);
        assertThat(error.path("title").asText()).isEqualTo(title);
    }

    @Test
    void sharesOfFaultsAreShares() {
        String number =
                simulator.number("500000000000018", "{\"limits\":{\"throughputPerSecond\":\"off\",\"pair\":\"off\"}}");
        simulator.faults("{\"number\":\"" + number + "\",\"emptyAnswer\":0.3,\"failLaterRate\":0.3}");
        int empty = 0;
        for (int i = 0; i < 60; i++) {
            empty += simulator.sendTemplate(number, MINA, "share." + i).text().isEmpty() ? 1 : 0;
        }
        simulator.awaitQuiet();
        assertThat(empty).isBetween(6, 34);
        assertThat(simulator
                        .received(number)
                        .path("statuses")
                        .path("failed")
                        .path("made")
                        .asInt())
                .isBetween(6, 34);
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

    private JsonNode theOnlyAccepted(String number) {
        JsonNode received = simulator.received(number);
        assertThat(received.path("byCode").toString()).isEqualTo("{\"accepted\":1}");
        JsonNode one = received.path("list").path(0);
        assertThat(one.path("answerLost").asBoolean()).isTrue();
        assertThat(one.path("answer").path("messages").path(0).path("id").asText())
                .isEqualTo(one.path("wamid").asText());
        return one;
    }

    private void trySend(String number, String attempt) throws IOException {
        simulator.tryCall("POST", "/v25.0/" + number + "/messages", "simulator-token-" + number, hello(MINA, attempt));
    }

    /** What a bare socket gets until the connection ends. */
    private String rawAnswer(String number) throws IOException {
        URI base = URI.create(simulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            rawRequest(socket, number);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static void rawRequest(Socket socket, String number) throws IOException {
        byte[] body = hello(MINA, "raw.1").getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream()
                .write(("POST /v25.0/" + number
                                + "/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer simulator-token-" + number
                                + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
    }

    /** Sends by a bare socket, which tells a reset from an end. */
    private void rawSend(String number) throws IOException {
        URI base = URI.create(simulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            rawRequest(socket, number);
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
