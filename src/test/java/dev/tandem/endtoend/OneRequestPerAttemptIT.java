package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever Meta answers, one attempt is one request: the HTTP client repeats nothing by itself. What happens afterwards is
 * the ledger's decision, and visible in the send.
 */
@ExtendWith(SharedInstallation.class)
class OneRequestPerAttemptIT {

    private static final String PERSON = "491705000001";
    private static final Map<String, String> SENDS = new HashMap<>();

    private final Installation tandem;
    private final Api api;

    OneRequestPerAttemptIT(Installation tandem) {
        this.tandem = tandem;
        this.api = tandem.api();
    }

    /**
     * An answer and what is to become of the send.
     *
     * @param fault the simulator's fault, for one request
     * @param end the state it settles in; {@code delivered} after a second attempt or by the status of the first; {@code held}
     *     until its number is resumed
     * @param reason the reason it then has, or the one it was held for before the next attempt
     * @param attempts how many requests there are in the end
     */
    record Case(TestNumber number, String name, String fault, String end, String reason, int attempts) {
        @Override
        public String toString() {
            return name + " -> " + end + (attempts > 1 ? " after a retry" : "") + " (" + reason + ")";
        }
    }

    private static final String FAILED = "failed";
    private static final String UNKNOWN = "unknown";
    private static final String DELIVERED = "delivered";

    /** Its number is paused; it goes when somebody resumes it. */
    private static final String PAUSED = "held";

    static List<Case> cases() {
        List<Case> plain = Stream.of(
                        error("400 of a bad parameter", 400, 100, FAILED, 1),
                        error("400 of a closed window", 400, 131047, FAILED, 1),
                        error("401", 401, 190, PAUSED, 2),
                        error("403", 403, 10, PAUSED, 2),
                        error("404", 404, 803, FAILED, 1),
                        error("408", 408, 100, FAILED, 1),
                        error("418", 418, 100, FAILED, 1),
                        held("400 of the throughput", 400, 130429, "throughput"),
                        held("429 of the throughput", 429, 130429, "throughput"),
                        held("429 of the pair limit", 429, 131056, "pair_limit"),
                        held("429 of an app that calls too often", 429, 4, "throughput"),
                        error("500", 500, 131000, DELIVERED, 2),
                        error("500 that passes", 500, 131016, DELIVERED, 2),
                        error("500 of a code nobody knows", 500, 999999, DELIVERED, 2),
                        error("503", 503, 131016, DELIVERED, 2),
                        error("504", 504, 131016, DELIVERED, 2),
                        // Whether a page of a proxy, a reset or a lost answer hides a message that was taken, nobody
                        // knows.
                        other("502 with a page of HTML", "\"html502\":1", UNKNOWN),
                        other("reset after the body", "\"resetAfterBody\":1", UNKNOWN),
                        // It was taken: the status that carries our id says so.
                        other("answer lost", "\"dropAnswerRate\":1", DELIVERED))
                .toList();
        return IntStream.range(0, plain.size())
                .mapToObj(i -> {
                    Case one = plain.get(i);
                    TestNumber number = SharedInstallation.ANSWERS.get(i);
                    return new Case(number, one.name, one.fault, one.end, one.reason, one.attempts);
                })
                .toList();
    }

    private static Case error(String name, int status, int code, String end, int attempts) {
        String fault = "\"errorRate\":1,\"status\":%d,\"code\":%d".formatted(status, code);
        return new Case(SharedInstallation.ANSWERS.get(0), name, fault, end, "cloud_api_" + code, attempts);
    }

    private static Case held(String name, int status, int code, String reason) {
        Case error = error(name, status, code, DELIVERED, 2);
        return new Case(error.number, name, error.fault, DELIVERED, reason, 2);
    }

    private static Case other(String name, String fault, String end) {
        return new Case(SharedInstallation.ANSWERS.get(0), name, fault, end, "awaiting_status", 1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneRequestPerAttempt(Case one) {
        String sendId = sendIdOf(one);

        String end = one.end;
        if (end.equals(PAUSED)) {
            api.awaitHeld(sendId, one.reason);
            api.post("/numbers/" + one.number.alias() + "/resume", "");
            end = DELIVERED;
        }
        JsonNode send = api.awaitState(sendId, end);
        assertThat(send.path("attempts").asInt()).isEqualTo(one.attempts);
        if (end.equals(DELIVERED)) {
            assertThat(send.path("timeline").findValuesAsText("reason")).contains(one.reason);
        } else {
            assertThat(send.path("reason").asText()).isEqualTo(one.reason);
            assertThat(send.path("detail").asText()).isNotEmpty();
        }
        // A second send to the same person follows only when the first is settled, and finds the way free.
        String next = api.accepted(Sends.order("next", one.number.alias(), PERSON));
        api.awaitState(next, DELIVERED);

        JsonNode figures = tandem.control().figures(one.number);
        assertThat(figures.path("attemptsMoreThanOnce")).isEmpty();
        assertThat(figures.path("requests").path("count").asInt()).isEqualTo(one.attempts + 1);
        assertThat(tandem.control().received(one.number).stream()
                        .map(request -> request.path("attempt").asText()))
                .startsWith(IntStream.rangeClosed(1, one.attempts)
                        .mapToObj(attempt -> sendId + "." + attempt)
                        .toArray(String[]::new));
        assertThat(api.sendOf(sendId).path("state").asText()).isEqualTo(end);
    }

    /** All cases leave at once, each from a number of its own, so that their retries wait side by side. */
    private String sendIdOf(Case one) {
        if (SENDS.isEmpty()) {
            for (Case each : cases()) {
                tandem.control().faults(each.number, each.fault + ",\"times\":1");
                SENDS.put(each.name, api.accepted(Sends.order("answer", each.number.alias(), PERSON)));
            }
        }
        return SENDS.get(one.name);
    }

    @Test
    void aConnectionThatBreaksBeforeTheRequestIsReadIsNotRepeatedEither() {
        TestNumber number = SharedInstallation.ANSWERS.get(20);
        tandem.control().faults(number, "\"refuse\":1,\"times\":1");
        String sendId = api.accepted(Sends.order("refused", number.alias(), "491705000002"));
        api.awaitState(sendId, UNKNOWN);
        assertThat(tandem.control()
                        .figures(number)
                        .path("requests")
                        .path("count")
                        .asInt())
                .isZero();
    }

    @Test
    void aSendThatIsRefusedAgainAndAgainExpires() {
        TestNumber number = SharedInstallation.ANSWERS.get(21);
        tandem.control().faults(number, "\"errorRate\":1,\"code\":131016");
        String sendId = api.accepted(Sends.with(
                Sends.order("six", number.alias(), "491705000003"),
                "\"expiresAt\":\"" + Instant.now().plusSeconds(4) + "\""));
        JsonNode send = api.awaitState(sendId, "expired");
        Awaitility.await()
                .until(() -> api.get("/numbers/" + number.alias())
                                .json()
                                .path("backlog")
                                .path("transactional")
                                .asInt()
                        == 0);
        assertThat(tandem.control()
                        .figures(number)
                        .path("requests")
                        .path("count")
                        .asInt())
                .isEqualTo(send.path("attempts").asInt());
        assertThat(tandem.control().figures(number).path("attemptsMoreThanOnce"))
                .isEmpty();
    }
}
