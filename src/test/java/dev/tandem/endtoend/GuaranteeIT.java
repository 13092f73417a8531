package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Nobody twice, nobody lost: sends over three numbers with mixed priorities, a Meta that loses answers, refuses, and doubles,
 * reorders and loses webhooks, and an engine that is killed with SIGKILL at random moments while a client hands in requests.
 * In the end the engine's word is compared with the simulator's own list.
 *
 * <p>{@code -Dcrash.kills}, {@code -Dcrash.sends} and {@code -Dcrash.seed} make it longer and repeat a run.
 */
@Isolated("it kills the engine")
class GuaranteeIT {

    private static final int KILLS = Integer.getInteger("crash.kills", 3);
    private static final int SENDS = Integer.getInteger("crash.sends", 240);
    private static final long SEED = Long.getLong("crash.seed", 20_261_125);

    private static final List<TestNumber> NUMBERS = List.of(
            TestNumber.paced("first", 1, 20), TestNumber.paced("second", 2, 20), TestNumber.unlimited("third", 3));
    private static final List<String> PRIORITIES = List.of("otp", "transactional", "reply", "campaign");
    private static final Set<String> LEFT_OVER = Set.of("accepted", "queued", "sending", "held");
    private static final Set<String> PROVED = Set.of("sent", "delivered", "read", "played", "failed");

    /** Requests under way at once on a number: what one kill can leave unknown at most. */
    private static final int UNDER_WAY = 6;

    private static final String FAULTS =
            "\"latencyMs\":[20,150],\"dropAnswerRate\":0.05,\"errorRate\":0.05,\"code\":131016,"
                    + "\"webhook\":{\"duplicate\":0.1,\"reorder\":0.1,\"lose\":0.05}";

    private static Installation tandem;
    private static final Random RANDOM = new Random(SEED);

    /** The engine's word of every send, by sendId. */
    private static final Map<String, JsonNode> TOLD = new HashMap<>();

    /** What the simulator received, in order. */
    private static final List<JsonNode> RECEIVED = new ArrayList<>();

    @BeforeAll
    static void sendAndKill() {
        System.out.println("crash.seed=" + SEED);
        tandem = Installation.start(
                "GuaranteeIT",
                engine -> engine.withoutTeamRoutes()
                        .with(
                                "tandem.send.unknown-after=5s",
                                "tandem.send.look-up-after=5s",
                                "tandem.send.look-up-pause=20ms"),
                NUMBERS.toArray(TestNumber[]::new));
        tandem.control().behaviour("{\"seed\":" + SEED + ",\"statusBeforeAnswerRate\":0.1}");
        NUMBERS.forEach(number -> tandem.control().faults(number, FAULTS));
        for (int round = 0; round < KILLS; round++) {
            int from = SENDS * round / KILLS;
            int to = SENDS * (round + 1) / KILLS;
            CompletableFuture<Void> client = CompletableFuture.runAsync(() -> handIn(from, to));
            pause(Duration.ofMillis(300 + RANDOM.nextInt(2_500)));
            tandem.engine().kill9();
            tandem.engine().start();
            client.join();
        }
        awaitSettled();
        NUMBERS.forEach(number -> RECEIVED.addAll(tandem.control().received(number)));
        // What was acknowledged by then may stand in line, and here a send is given up after seconds.
        BrokerClient.awaitWebhooksWorkedOff(tandem.engine(), Duration.ofSeconds(60));
        NUMBERS.forEach(number ->
                allOf(number).forEach(send -> TOLD.put(send.path("sendId").asText(), send)));
    }

    /** A client that repeats with the same key until it is told that its requests are accepted. */
    private static void handIn(int from, int to) {
        for (int start = from; start < to; start += 20) {
            String batch = "["
                    + String.join(
                            ",",
                            IntStream.range(start, Math.min(to, start + 20))
                                    .mapToObj(GuaranteeIT::request)
                                    .toList())
                    + "]";
            Awaitility.await("the client's requests are accepted")
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isAccepted(batch));
        }
    }

    private static boolean isAccepted(String batch) {
        try {
            return tandem.api()
                            .tryCall("POST", "/sends/batch", Api.bytes(batch))
                            .status()
                    == 200;
        } catch (IOException | RuntimeException down) {
            return false;
        }
    }

    /** Every tenth goes to a person who gets others, too. */
    private static String request(int n) {
        TestNumber number = NUMBERS.get(n % NUMBERS.size());
        int person = n % 10 == 0 ? n % 50 : 100 + n;
        return Sends.with(
                Sends.order("key-" + n, number.alias(), "491708" + (100_000 + person)),
                "\"priority\":\"" + PRIORITIES.get(n % PRIORITIES.size()) + "\"");
    }

    private static void pause(Duration time) {
        Awaitility.await().pollDelay(time).until(() -> true);
    }

    private static void awaitSettled() {
        Awaitility.await("nothing is left to do, and what no webhook told was looked up")
                .atMost(Duration.ofSeconds(60 + SENDS / 5))
                .pollInterval(500, TimeUnit.MILLISECONDS)
                .until(() -> NUMBERS.stream()
                        .flatMap(number -> allOf(number).stream())
                        .noneMatch(send -> LEFT_OVER.contains(state(send))
                                || state(send).equals("submitted")
                                || (state(send).equals("unknown") && !send.has("toDecide"))));
    }

    private static String state(JsonNode send) {
        return send.path("state").asText();
    }

    private static List<JsonNode> allOf(TestNumber number) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        String before = "";
        do {
            page = tandem.api()
                    .get("/sends?limit=500&from=" + number.alias() + before)
                    .json();
            page.path("sends").forEach(all::add);
            before = "&before=" + page.path("before").asText();
        } while (page.has("before"));
        return all;
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    private static List<JsonNode> accepted() {
        return RECEIVED.stream()
                .filter(request -> request.path("code").asText().equals("accepted"))
                .toList();
    }

    private static String sendId(JsonNode request) {
        return request.path("attempt").asText().replaceAll("\\..*", "");
    }

    private static boolean statusWasDelivered(JsonNode request) {
        return StreamSupport.stream(request.path("statuses").spliterator(), false)
                .anyMatch(status -> status.path("acknowledgements").asInt() > 0);
    }

    @Test
    void everyRequestStandsInTheLedgerOnce() {
        Map<String, Integer> keys = new TreeMap<>();
        TOLD.values().forEach(send -> keys.merge(send.path("id").asText(), 1, Integer::sum));
        assertThat(keys).hasSize(SENDS);
        assertThat(keys.values()).allMatch(count -> count == 1);
    }

    @Test
    void nobodyGetsAMessageTwice() {
        Map<String, Integer> perSend = new TreeMap<>();
        accepted().forEach(request -> perSend.merge(sendId(request), 1, Integer::sum));
        assertThat(perSend.values()).allMatch(count -> count == 1);
        assertThat(TOLD.keySet()).containsAll(perSend.keySet());
    }

    @Test
    void nothingIsLeftOnTheWay() {
        assertThat(TOLD.values()).noneMatch(send -> LEFT_OVER.contains(state(send)));
    }

    @Test
    void whatMetaTookAndToldOfIsNeverUnknown() {
        assertThat(accepted())
                .filteredOn(GuaranteeIT::statusWasDelivered)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(state(TOLD.get(sendId(request))))
                        .as("%s", TOLD.get(sendId(request)))
                        .isIn(PROVED));
    }

    @Test
    void whatNeverArrivedAndIsUnknownWasUnderWayAtAKillAndIsListed() {
        Set<String> arrived =
                Set.copyOf(accepted().stream().map(GuaranteeIT::sendId).toList());
        List<JsonNode> unknown = TOLD.values().stream()
                .filter(send -> state(send).equals("unknown"))
                .toList();
        long neverArrived = unknown.stream()
                .filter(send -> !arrived.contains(send.path("sendId").asText()))
                .count();
        assertThat(neverArrived).isLessThanOrEqualTo((long) KILLS * NUMBERS.size() * UNDER_WAY);
        assertThat(unknown).allSatisfy(send -> assertThat(send.path("toDecide").asBoolean())
                .isTrue());
        Map<String, Integer> states = new TreeMap<>();
        TOLD.values().forEach(send -> states.merge(state(send), 1, Integer::sum));
        System.out.printf(
                "%d sends, %d kills: %d requests, %d accepted, states %s, %d unknown that never arrived%n",
                SENDS, KILLS, RECEIVED.size(), accepted().size(), states, neverArrived);
    }

    /** Every other send must have arrived or ended with a reason: none is lost in silence. */
    @Test
    void whatDidNotArriveSaysWhy() {
        Set<String> arrived =
                Set.copyOf(accepted().stream().map(GuaranteeIT::sendId).toList());
        assertThat(TOLD.values())
                .filteredOn(send -> !arrived.contains(send.path("sendId").asText()))
                .allSatisfy(send -> assertThat(send.path("reason").asText())
                        .as("%s", send)
                        .isIn("answer_lost", "cloud_api_131016"));
    }
}
