package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * An engine with 256 MiB of heap takes the largest webhooks all at once; then it is killed with SIGKILL while webhooks come,
 * anywhere between their acknowledgement, the store and the publication, and nothing that it acknowledged is missing.
 *
 * <p>{@code -Dflood.kills} and {@code -Dflood.again} make it longer, {@code -Dflood.seed} repeats a run. The slowest answer must stay under a
 * second; {@code -Dflood.slowest-millis} is another bound for a machine that does other things meanwhile.
 */
@Isolated("it measures, and kills the engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebhookFloodIT {

    private static final int KILLS = Integer.getInteger("flood.kills", 1);
    private static final long SEED = Long.getLong("flood.seed", 20_261_125);

    private static final int AGAIN = Integer.getInteger("flood.again", 1);

    private static final int LARGE = 16;
    private static final int WARM_UP = 6;
    private static final int LARGE_BYTES = 3_000_000;
    private static final long SLOWEST_MILLIS = Integer.getInteger("flood.slowest-millis", 1_000);
    private static final long MORE_KILOBYTES = 64 << 10;

    private static final int CALLERS = 8;
    private static final int PEOPLE = 5;
    private static final String TEAM = "Consumer.flood.VirtualTopic.wa.message";
    private static final TestNumber NUMBER = TestNumber.unlimited("flood", 1);
    private static final Pattern USED = Pattern.compile("(?:heap|generation|space)\\s+total \\d+K, used (\\d+)K");

    private static EngineProcess engine;

    @BeforeAll
    static void start() {
        engine = new EngineProcess(Installation.home("WebhookFloodIT"), List.of(NUMBER))
                .withJvm("-Xmx256m")
                .withoutTeamRoutes()
                .with("tandem.broker.subscriptions=" + TEAM, "tandem.graph.base-url=http://127.0.0.1:9")
                .start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    @Order(1)
    void sixteenOfTheLargestAtOnceInASmallHeap() throws Exception {
        // Meta's servers speak to an engine that has run for a while.
        for (int i = 0; i < 200; i++) {
            assertThat(engine.api().webhook(messages("warm-" + i, 1)).status()).isEqualTo(200);
        }
        for (int i = 0; i < WARM_UP; i++) {
            assertThat(engine.api().webhook(history(LARGE + i)).status()).isEqualTo(200);
        }
        awaitEmptyQueue();
        long before = settledKilobytes();
        List<Long> millis = allAtOnce(0);
        // And again while the engine still works off the first.
        List<Long> again = new ArrayList<>();
        for (int flood = 1; flood <= AGAIN; flood++) {
            again.addAll(allAtOnce(WARM_UP + LARGE * flood));
        }
        awaitEmptyQueue();
        long after = settledKilobytes();
        long slowest = Collections.max(millis);
        System.out.printf(
                "%d webhooks of %d bytes at once: slowest %d ms, again %d ms; heap after collection %d KiB before, %d KiB"
                        + " after%n",
                LARGE, LARGE_BYTES, slowest, Collections.max(again), before, after);
        assertThat(slowest).as("the slowest of %s ms", millis).isLessThan(SLOWEST_MILLIS);
        assertThat(Collections.max(again))
                .as("the slowest of %s ms, again", again)
                .isLessThan(5_000);
        assertThat(after - before).as("KiB more heap than before").isLessThan(MORE_KILOBYTES);
        assertThat(engine.process().log()).doesNotContain("OutOfMemoryError");
    }

    private static List<Long> allAtOnce(int firstChunk) throws Exception {
        List<byte[]> bodies = IntStream.range(firstChunk, firstChunk + LARGE)
                .mapToObj(WebhookFloodIT::history)
                .toList();
        ExecutorService callers = Executors.newFixedThreadPool(LARGE);
        try {
            CountDownLatch together = new CountDownLatch(LARGE);
            List<Future<Long>> answers = bodies.stream()
                    .map(body -> callers.submit(() -> answered(body, together)))
                    .toList();
            List<Long> millis = new ArrayList<>();
            for (Future<Long> answer : answers) {
                millis.add(answer.get());
            }
            return millis;
        } finally {
            callers.shutdownNow();
        }
    }

    private static long answered(byte[] body, CountDownLatch together) throws InterruptedException {
        String signature = "sha256=" + Api.hmac(body, EngineProcess.APP_SECRET);
        together.countDown();
        together.await();
        long begin = System.nanoTime();
        assertThat(engine.api().webhook(body, signature).status()).isEqualTo(200);
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static void awaitEmptyQueue() {
        BrokerClient.awaitWebhooksWorkedOff(engine, Duration.ofSeconds(60 + 30L * (1 + AGAIN)));
    }

    /** The heap after collection, once it changes no more: copies and events are written for a while after the queue is empty. */
    private static long settledKilobytes() {
        AtomicLong last = new AtomicLong();
        Awaitility.await("the heap changes no more")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    long now = usedKilobytes();
                    return Math.abs(last.getAndSet(now) - now) < 1 << 10;
                });
        return last.get();
    }

    private static long usedKilobytes() {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        assertThat(sum).as("the JVM says its heap").isPositive();
        return sum;
    }

    private static String jcmd(String what) {
        try {
            Process jcmd = new ProcessBuilder(
                            ChildProcess.java().replaceAll("java$", "jcmd"),
                            Long.toString(engine.process().pid()),
                            what)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(jcmd.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(2)
    void nothingAcknowledgedIsLostByAKillAndRepeatsHaveTheSameId() {
        System.out.println("flood.seed=" + SEED);
        Random random = new Random(SEED);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger serial = new AtomicInteger();
        for (int kill = 0; kill < KILLS; kill++) {
            AtomicBoolean going = new AtomicBoolean(true);
            List<CompletableFuture<Void>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> flood(going, serial, acknowledged)))
                    .toList();
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(500 + random.nextInt(1_500)))
                    .until(() -> true);
            engine.kill9();
            going.set(false);
            callers.forEach(CompletableFuture::join);
            engine.start();
        }
        assertThat(acknowledged).as("acknowledged before the kills").hasSizeGreaterThan(50 * KILLS);
        Map<String, Set<String>> told = told(acknowledged);
        assertThat(told.keySet()).as("published").containsAll(acknowledged);
        assertThat(told.values()).as("ids of one message's events").allMatch(ids -> ids.size() == 1);
        Set<String> stored = new HashSet<>();
        for (int person = 0; person < PEOPLE; person++) {
            engine.api().messages(NUMBER.alias(), contact(person)).forEach(message -> stored.add(id(message)));
        }
        assertThat(stored).as("stored").containsAll(acknowledged);
        // What came without an acknowledgement may be there or not; but what is stored is told.
        assertThat(told.keySet()).as("stored and published").containsAll(stored);
        System.out.printf(
                "%d kills: %d messages acknowledged, %d stored, %d published%n",
                KILLS, acknowledged.size(), stored.size(), told.size());
    }

    private static String id(JsonNode message) {
        return message.path("messageId").asText();
    }

    private static void flood(AtomicBoolean going, AtomicInteger serial, Set<String> acknowledged) {
        while (going.get()) {
            String name = "kill-" + serial.getAndIncrement();
            try {
                if (engine.api().webhook(messages(name, 3)).status() == 200) {
                    IntStream.range(0, 3).forEach(i -> acknowledged.add("wamid." + name + "." + i));
                }
            } catch (RuntimeException killed) {
                return;
            }
        }
    }

    /** The ids of the events of each message, read until all are told and nothing more comes. */
    private static Map<String, Set<String>> told(Set<String> acknowledged) {
        Map<String, Set<String>> told = new TreeMap<>();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (BrokerClient client = BrokerClient.openWire(engine);
                MessageConsumer consumer =
                        client.session().createConsumer(client.session().createQueue(TEAM))) {
            Message message = consumer.receive(5_000);
            while (System.nanoTime() < until
                    && (message != null || !told.keySet().containsAll(acknowledged))) {
                if (message != null) {
                    JsonNode event = Http.parse(BrokerClient.textOf(message));
                    told.computeIfAbsent(id(event), any -> new HashSet<>())
                            .add(event.path("id").asText());
                }
                message = consumer.receive(1_500);
            }
            return told;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String contact(int person) {
        return "49176000000" + person;
    }

    /** Of whom only the past is known. */
    private static String friend(int chunk) {
        return contact(PEOPLE + chunk % PEOPLE);
    }

    private static byte[] messages(String name, int count) {
        long now = Instant.now().getEpochSecond();
        String from = contact(Math.floorMod(name.hashCode(), PEOPLE));
        return webhook(
                "messages",
                IntStream.range(0, count)
                        .mapToObj(i -> """
                                {"from":"%s","id":"wamid.%s.%d","timestamp":"%d","type":"text","text":{"body":"%s"}}\
                                """.formatted(from, name, i, now, "hello"))
                        .collect(Collectors.joining(",", "\"messages\":[", "]")));
    }

    /** A chunk of the history: thousands of messages of one thread. */
    private static byte[] history(int chunk) {
        StringBuilder messages = new StringBuilder(LARGE_BYTES);
        for (int i = 0; messages.length() < LARGE_BYTES - 1_000; i++) {
            messages.append(i == 0 ? "" : ",")
                    .append("""
                    {"from":"%s","id":"wamid.H%d.%d","timestamp":"1767300000","type":"text","text":{"body":"%s"},\
                    "history_context":{"status":"READ"}}\
                    """.formatted(friend(chunk), chunk, i, "an old message ".repeat(4)));
        }
        return webhook("history", """
                "history":[{"metadata":{"phase":1,"chunk_order":%d,"progress":50},"threads":[{"id":"%s","messages":[%s]}]}]\
                """.formatted(chunk, friend(chunk), messages));
    }

    private static byte[] webhook(String field, String content) {
        return Api.bytes("""
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"%s","value":\
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"%s","phone_number_id":"%s"},%s}}]}]}\
                """.formatted(NUMBER.waba(), field, NUMBER.display(), NUMBER.id(), content));
    }
}
