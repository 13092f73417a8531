package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The system refuses to write, as a full disk does: by a file-size limit of the engine's process, because permissions stop
 * nobody who is root. From then on nobody is told that anything was accepted, and nothing leaves; after a restart without
 * the limit everything that was accepted is there, and nothing else. What was in a lane when it happened reaches everybody
 * once.
 */
class RefusedWritesIT {

    private static final TestNumber SHOP = TestNumber.unlimited("shop", 1);

    /** This one sends while it happens. */
    private static final TestNumber BUSY = TestNumber.paced("busy", 2, 20);

    private static final int BUSY_SENDS = 120;

    /** The consumers of its lane: so many requests can be under way at once. */
    private static final int UNDER_WAY = 6;

    @Test
    void whatWasAcceptedIsThereAfterwardsAndNothingElse() throws Exception {
        try (Installation tandem =
                Installation.start("RefusedWritesIT", EngineProcess::withoutTeamRoutes, SHOP, BUSY)) {
            Api api = tandem.api();
            // Paused, so that what is accepted stays where it was written.
            assertThat(api.post("/numbers/shop/pause", "").status()).isEqualTo(200);
            ConcurrentMap<String, Integer> rest = new ConcurrentHashMap<>();
            ConcurrentMap<String, Integer> webhooks = new ConcurrentHashMap<>();
            Set<String> jms = ConcurrentHashMap.newKeySet();
            List<String> jmsRefused = new ArrayList<>();

            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService pool = Executors.newFixedThreadPool(5);
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                String name = "c" + caller;
                callers.add(pool.submit(() -> postUntil(stop, api, name, rest)));
            }
            callers.add(pool.submit(() -> webhooksUntil(stop, api, webhooks)));
            Awaitility.await().until(() -> rest.size() > 40 && webhooks.size() > 10);

            try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
                client.put(Sends.order("jms-before", "shop", "491708900001"));
                jms.add("jms-before");
                Awaitility.await().until(() -> !api.get("/sends?from=shop&id=jms-before")
                        .json()
                        .path("sends")
                        .isEmpty());
                sendBusily(tandem);
                limitFileSize(tandem.engine(), "1024");
                Awaitility.await("REST is told").until(() -> rest.containsValue(503));
                Awaitility.await("webhooks are told")
                        .until(() -> webhooks.values().stream().anyMatch(status -> status != 200));
                try {
                    client.put(Sends.order("jms-refused", "shop", "491708900002"));
                    jms.add("jms-refused");
                } catch (RuntimeException refused) {
                    jmsRefused.add("jms-refused");
                }
            } catch (IllegalStateException brokenConnection) {
                // The broker may end the connection when its journal fails: nothing was said to be accepted then.
                jmsRefused.add("connection");
            }
            stop.set(true);
            for (Future<?> caller : callers) {
                caller.get();
            }
            pool.shutdown();

            Http.Answer refused = api.postSend(Sends.order("late", "shop", "491708900003"));
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.reason()).isEqualTo("not_durable");
            assertThat(refused.headers()).containsKey("Retry-After");
            assertThat(refused.text()).doesNotContain("Exception");

            assertThat(api.health().status()).as("a load balancer sees it").isEqualTo(503);

            int left = requests(tandem);
            tandem.engine().kill9();
            assertThat(left).as("some were in the lane").isLessThan(BUSY_SENDS);
            assertThat(tandem.control().acceptedPerPerson(BUSY).values()).allMatch(count -> count == 1);
            tandem.engine().start();
            // Meta comes again with what was refused, at growing gaps: an hour later all of them are over.
            tandem.control().advanceClock("1h");

            Set<String> accepted = rest.entrySet().stream()
                    .filter(entry -> entry.getValue() == 202 || entry.getValue() == 200)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            Awaitility.await("the sends of JMS that the broker took")
                    .until(() -> clientIds(tandem.api()).containsAll(jms));
            Set<String> standing = clientIds(tandem.api());
            Set<String> missing = minus(accepted, standing);
            Set<String> uncalledFor = minus(minus(standing, accepted), jms);
            System.out.printf(
                    "REST: %d accepted, %d refused; webhooks: %d taken, %d refused; JMS: %s taken, %s refused%n",
                    accepted.size(),
                    rest.size() - accepted.size(),
                    webhooks.values().stream().filter(status -> status == 200).count(),
                    webhooks.values().stream().filter(status -> status != 200).count(),
                    jms,
                    jmsRefused);
            assertThat(missing).as("accepted and not there").isEmpty();
            assertThat(uncalledFor).as("there and not accepted").isEmpty();
            webhooks.forEach((id, status) -> {
                if (status == 200) {
                    Awaitility.await(id).until(() -> messageIds(tandem.api()).contains(id));
                }
            });
            assertThat(tandem.api().get("/numbers/shop").json().path("state").asText())
                    .isEqualTo("paused");
            everybodyGetsItOnce(tandem);
            // And it works again.
            assertThat(tandem.api().health().status()).isEqualTo(200);
            tandem.api().post("/numbers/shop/resume", "");
            String after = tandem.api().accepted(Sends.order("after", "shop", "491708900004"));
            tandem.api().awaitState(after, "delivered");
        }
    }

    /** Hands in many sends and comes back when some of them have left. */
    private static void sendBusily(Installation tandem) {
        tandem.control().faults(BUSY, "\"latencyMs\":[50,250]");
        List<String> batch = IntStream.range(0, BUSY_SENDS)
                .mapToObj(i -> Sends.order("busy-" + i, "busy", "4917091%05d".formatted(i)))
                .toList();
        JsonNode results = tandem.api()
                .post("/sends/batch", "[" + String.join(",", batch) + "]")
                .json()
                .path("results");
        assertThat(results.findValuesAsText("status")).hasSize(BUSY_SENDS).containsOnly("202");
        Awaitility.await("some have left").until(() -> requests(tandem) >= 10);
    }

    private static int requests(Installation tandem) {
        return tandem.control().figures(BUSY).path("requests").path("count").asInt();
    }

    /** Those that were under way may be unknown for good, if their request never left. */
    private static void everybodyGetsItOnce(Installation tandem) {
        Awaitility.await("what was in the lane is settled")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(BUSY);
                    assertThat(perPerson.values()).as("nobody twice").allMatch(count -> count == 1);
                    Map<String, Integer> states = tandem.api().sends("busy").stream()
                            .collect(Collectors.toMap(send -> send.path("state").asText(), send -> 1, Integer::sum));
                    assertThat(states.getOrDefault("delivered", 0)).isEqualTo(perPerson.size());
                    assertThat(states.getOrDefault("unknown", 0))
                            .isEqualTo(BUSY_SENDS - perPerson.size())
                            .isLessThanOrEqualTo(UNDER_WAY);
                });
    }

    private static Set<String> minus(Set<String> from, Set<String> what) {
        Set<String> rest = new TreeSet<>(from);
        rest.removeAll(what);
        return rest;
    }

    private static void postUntil(AtomicBoolean stop, Api api, String name, Map<String, Integer> answers) {
        for (int i = 0; !stop.get(); i++) {
            String id = name + "-" + i;
            answers.put(
                    id, api.postSend(Sends.order(id, "shop", "491708000001")).status());
        }
    }

    private static void webhooksUntil(AtomicBoolean stop, Api api, Map<String, Integer> answers) {
        for (int i = 0; !stop.get(); i++) {
            String id = "wamid.disk-" + i;
            byte[] body = Api.bytes("""
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages",
                 "value":{"messaging_product":"whatsapp",
                 "metadata":{"display_phone_number":"%s","phone_number_id":"%s"},"messages":[
                 {"from":"491708000002","id":"%s","timestamp":"%d","type":"text","text":{"body":"x"}}]}}]}]}\
                """.formatted(
                    SHOP.waba(), SHOP.display(), SHOP.id(), id, Instant.now().getEpochSecond()));
            answers.put(id, api.webhook(body).status());
        }
    }

    private static Set<String> clientIds(Api api) {
        return fields(api.sends("shop"), "id");
    }

    private static Set<String> messageIds(Api api) {
        return fields(api.messages("shop", "491708000002"), "messageId");
    }

    private static Set<String> fields(List<JsonNode> objects, String name) {
        return objects.stream().map(one -> one.path(name).asText()).collect(Collectors.toSet());
    }

    /** No file of the process may grow beyond so many bytes from now on: every write behind them fails with EFBIG. */
    private static void limitFileSize(EngineProcess engine, String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", String.valueOf(engine.process().pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
