package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody twice and nobody lost with ActiveMQ and PostgreSQL in processes of their own, whose cables are cut again and again,
 * one alone and both together, while requests come in over REST and JMS, sends leave and people write. A client that is
 * not told that its request was accepted asks again with the same id, as a CRM does. The simulator's own list is the judge.
 *
 * <p>{@code -Dexternal.cuts=30} makes it longer, and {@code -Dexternal.seed=…} repeats the moments of a run.
 */
class ExternalIT {

    private static final int CUTS = Integer.getInteger("external.cuts", 3);
    private static final long SEED = Long.getLong("external.seed", System.nanoTime());

    private static final TestNumber NORTH = TestNumber.paced("north", 301, 20);
    private static final TestNumber SOUTH = TestNumber.paced("south", 302, 20);
    private static final List<TestNumber> NUMBERS = List.of(NORTH, SOUTH);

    /** One request of a lane per consumer may be under way when a cable is cut. */
    private static final int IN_FLIGHT = 6 * NUMBERS.size();

    private static final String WRITER = "491709999999";
    private static final String TEAM_QUEUE = "Consumer.judge.VirtualTopic.wa.message";
    private static final Set<String> UNSETTLED = Set.of("accepted", "queued", "sending", "held", "submitted", "sent");

    private final Random random = new Random(SEED);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(strings = {"{}", "failover:({})?timeout=3000"})
    void nobodyIsLostAndNobodyGetsItTwiceWhileBrokerAndDatabaseComeAndGo(String broker) throws Exception {
        System.out.printf("ExternalIT: %d cuts, broker %s, -Dexternal.seed=%d%n", CUTS, broker, SEED);
        Path home = Installation.home("ExternalIT");
        try (ExternalHouse house = new ExternalHouse(home)) {
            subscribe(house);
            try (Installation tandem = Installation.start(
                    "ExternalIT/house",
                    engine -> engine.withoutTeamRoutes().with(house.properties(broker)),
                    SOUTH,
                    NORTH)) {
                judge(house, tandem);
            }
        }
    }

    private void judge(ExternalHouse house, Installation tandem) throws Exception {
        NUMBERS.forEach(number -> tandem.control().faults(number, "\"latencyMs\":[20,200]"));
        tandem.control().behaviour("{\"retryFirstGapMs\":250}");
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Future<?>> clients = new ArrayList<>();
        for (TestNumber number : NUMBERS) {
            clients.add(pool.submit(() -> postUntilStopped(tandem.api(), number)));
            clients.add(pool.submit(() -> dropUntilStopped(house, number)));
        }
        clients.add(pool.submit(() -> writeUntilStopped(tandem.control())));
        int databaseCuts = cutAndRestore(house);
        long restored = System.nanoTime();
        stop.set(true);
        for (Future<?> client : clients) {
            client.get();
        }
        pool.shutdown();

        Map<String, Integer> states = awaitSettled(tandem.api());
        System.out.printf(
                "ExternalIT: %d accepted, %s, settled %d ms after the last cut%n",
                accepted.size(), states, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - restored));
        awaitWebhooks(tandem.control());
        assertThat(idsOf(tandem.api())).as("what is in the ledger").isEqualTo(accepted);
        for (TestNumber number : NUMBERS) {
            judge(tandem, number, IN_FLIGHT * databaseCuts);
        }
        Awaitility.await("every message that the simulator delivered is stored")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(fields(tandem.api().messages(NORTH.alias(), WRITER), "text"))
                        .isEqualTo(written));
        try (BrokerClient team = BrokerClient.at(house.brokerUrl())) {
            assertThat(team.drainDistinct(TEAM_QUEUE, written.size(), Duration.ofSeconds(20)))
                    .as("every message that the simulator delivered is published")
                    .isEqualTo(written);
        }
        assertThat(tandem.api().health().status()).isEqualTo(200);
    }

    /** Compares the ledger with what the simulator received of a number. */
    private static void judge(Installation tandem, TestNumber number, int inFlight) {
        Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(number);
        assertThat(perPerson.values()).as("nobody got it twice").allMatch(count -> count == 1);
        assertThat(tandem.control().figures(number).path("attemptsMoreThanOnce"))
                .as("no attempt was made twice")
                .isEmpty();
        Set<String> unknown = new TreeSet<>();
        for (JsonNode send : tandem.api().sends(number.alias())) {
            boolean arrived = perPerson.containsKey(
                    send.path("waId").asText(send.path("to").asText()).replaceAll("\\D", ""));
            if (arrived) {
                assertThat(send.path("state").asText())
                        .as("received by the simulator: " + send)
                        .isEqualTo("delivered");
            } else {
                assertThat(send.path("state").asText())
                        .as("never received by the simulator: " + send)
                        .isEqualTo("unknown");
                unknown.add(send.path("id").asText());
            }
        }
        System.out.printf(
                "ExternalIT: %s: %d people got exactly one; unknown: %s%n", number.alias(), perPerson.size(), unknown);
        assertThat(unknown).as("no more than were under way at the cuts").hasSizeLessThanOrEqualTo(inFlight);
    }

    /** Cuts one cable or both for a while, again and again; returns how often the database was away. */
    private int cutAndRestore(ExternalHouse house) {
        int databaseCuts = 0;
        for (int cut = 0; cut < CUTS; cut++) {
            pause(500, 2_500);
            boolean database = cut % 3 != 1;
            boolean broker = cut % 3 != 0;
            databaseCuts += database ? 1 : 0;
            if (database) {
                house.toDatabase().cut();
            }
            if (broker) {
                house.toBroker().cut();
            }
            pause(200, 3_000);
            house.toDatabase().restore();
            house.toBroker().restore();
        }
        return databaseCuts;
    }

    private void pause(int atLeast, int atMost) {
        rest(atLeast + random.nextInt(atMost - atLeast));
    }

    private static void rest(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void postUntilStopped(Api api, TestNumber number) {
        for (int i = 0; !stop.get(); i++) {
            String id = "rest-" + number.alias() + "-" + i;
            String request = Sends.order(id, number.alias(), person(number, 1, i));
            while (!isAccepted(api, request)) {
                rest(200);
            }
            accepted.add(id);
            rest(100);
        }
    }

    private static boolean isAccepted(Api api, String request) {
        try {
            Http.Answer answer = api.tryCall("POST", "/sends", Api.bytes(request));
            assertThat(answer.status()).as(answer.text()).isIn(202, 200, 503);
            return answer.status() != 503;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    private void dropUntilStopped(ExternalHouse house, TestNumber number) {
        BrokerClient client = null;
        for (int i = 0; !stop.get(); i++) {
            String id = "jms-" + number.alias() + "-" + i;
            String request = Sends.order(id, number.alias(), person(number, 2, i));
            while (!accepted.contains(id)) {
                try {
                    client = client == null ? BrokerClient.at(house.brokerUrl()) : client;
                    client.put(request);
                    accepted.add(id);
                } catch (IllegalStateException broken) {
                    client = null;
                    rest(200);
                }
            }
            rest(100);
        }
        if (client != null) {
            client.close();
        }
    }

    private void writeUntilStopped(Control control) {
        for (int i = 0; !stop.get(); i++) {
            control.inbound(NORTH, WRITER, "line " + i);
            written.add("line " + i);
            rest(100);
        }
    }

    private static String person(TestNumber number, int way, int i) {
        return "49171%d%s%05d".formatted(way, number.id().substring(number.id().length() - 1), i);
    }

    private static void subscribe(ExternalHouse house) {
        try (BrokerClient team = BrokerClient.at(house.brokerUrl())) {
            team.take(TEAM_QUEUE, 1);
        }
    }

    private Map<String, Integer> awaitSettled(Api api) {
        return Awaitility.await("every send is settled")
                .atMost(Duration.ofSeconds(240))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> states(api),
                        states -> states.keySet().stream().noneMatch(UNSETTLED::contains)
                                && states.values().stream()
                                                .mapToInt(count -> count)
                                                .sum()
                                        == accepted.size());
    }

    private static Map<String, Integer> states(Api api) {
        return sends(api).stream()
                .collect(Collectors.toMap(send -> send.path("state").asText(), send -> 1, Integer::sum));
    }

    private static Set<String> idsOf(Api api) {
        return fields(sends(api), "id");
    }

    private static Set<String> fields(List<JsonNode> objects, String name) {
        return objects.stream().map(one -> one.path(name).asText()).collect(Collectors.toSet());
    }

    private static List<JsonNode> sends(Api api) {
        List<JsonNode> all = new ArrayList<>();
        NUMBERS.forEach(number -> all.addAll(api.sends(number.alias())));
        return all;
    }

    private static void awaitWebhooks(Control control) {
        Awaitility.await("every webhook is delivered")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode figures = control.get("/webhooks");
                    return figures.path("waiting").asInt() == 0
                            && figures.path("scheduled").asInt() == 0;
                });
    }
}
