package dev.tandem.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * What the packaged engine does on this machine: {@code mvn -q -Pbench verify}. Engine, simulator and this program are
 * processes of their own on one machine and share its cores. The simulator's stamps judge what arrives. With the argument
 * {@code webhooks} only the webhooks are measured, with {@code history} only the past, with {@code campaign} a campaign file of a
 * million rows, which no other run includes.
 */
final class Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURE = Duration.ofSeconds(6);
    private static final Duration DISK = Duration.ofSeconds(2);

    private static final int BATCH = 500;
    private static final int WARM_UP_SENDS = 500;
    private static final int SENDS = 2_000;
    private static final int PACE_SECONDS = 20;
    private static final int COUNTED = 200;

    private static final TestNumber PAUSED = TestNumber.unlimited("paused", 900);
    private static final TestNumber PACED = TestNumber.paced("paced", 901, 20);
    private static final TestNumber WRITTEN_TO = TestNumber.unlimited("written-to", 902);
    private static final List<TestNumber> HUNDRED = IntStream.rangeClosed(1, 100)
            .mapToObj(n -> TestNumber.unlimited("number" + n, n))
            .toList();

    /** The simulator refuses nothing, so that a pace that is too fast shows as a number and not as a retry. */
    private static final String NO_LIMITS =
            "{\"limits\":{\"throughputPerSecond\":\"off\",\"combinedPerSecond\":\"off\",\"pair\":\"off\"}}";

    private static final String STATUSES = "{\"noStatusRate\":0}";
    private static final String NO_STATUSES = "{\"noStatusRate\":1}";

    private final Path home;
    private final EngineProcess engine;
    private final SimulatorProcess simulator;

    private Benchmark(Path home, EngineProcess engine, SimulatorProcess simulator) {
        this.home = home;
        this.engine = engine;
        this.simulator = simulator;
    }

    public static void main(String[] args) {
        machine();
        Table.head("Measured", "Result");
        if (List.of(args).contains("webhooks")) {
            WebhookBenchmark.run();
            return;
        }
        if (List.of(args).contains("history")) {
            HistoryBenchmark.run();
            return;
        }
        if (List.of(args).contains("campaign")) {
            CampaignBenchmark.run();
            return;
        }
        measure("benchmark", false, Benchmark::speed);
        WebhookBenchmark.run();
        HistoryBenchmark.run();
        if (Disk.canTrace()) {
            measure("benchmark-writes", true, Benchmark::durableWrites);
        } else {
            Table.row("durable writes", "not counted: there is no strace here");
        }
    }

    private static void machine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Table.head("Machine", "");
        Table.row("cores", "%d", system.getAvailableProcessors());
        Table.row("load of the machine before the run", "%.1f", system.getSystemLoadAverage());
        Table.row("memory", "%.1f GiB", system.getTotalMemorySize() / (double) (1L << 30));
        Table.row("JDK", "%s %s", System.getProperty("java.vm.name"), Runtime.version());
        Table.row("engine", "-Xmx512m, embedded database and broker, one team reads the results");
    }

    private interface Part {
        void run(Benchmark benchmark);
    }

    private static void measure(String name, boolean traced, Part part) {
        Path home = Installation.home(name);
        List<TestNumber> numbers = new ArrayList<>(HUNDRED);
        numbers.addAll(List.of(PAUSED, PACED, WRITTEN_TO));
        try (EngineProcess engine = new EngineProcess(home, numbers);
                SimulatorProcess simulator =
                        new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true")) {
            Control control = simulator.control();
            numbers.forEach(control::put);
            control.call("PUT", "/numbers/" + PACED.id(), NO_LIMITS);
            control.behaviour(NO_STATUSES);
            engine.withJvm("-Xmx512m")
                    .withoutTeamRoutes()
                    .with(
                            "tandem.broker.subscriptions=Consumer.crm.VirtualTopic.wa.result",
                            "tandem.graph.base-url=" + simulator.baseUrl());
            if (traced) {
                engine.under(Disk.traced(home.resolve("flushes")));
            }
            part.run(new Benchmark(home, engine, simulator));
        }
    }

    private void speed() {
        start("start in an empty folder, process to ready");
        engine.api().post("/numbers/paused/pause", "");
        sleep(Duration.ofSeconds(3));
        long idle = memory();
        acceptance();
        endToEnd("end to end over 100 numbers, no limits, no statuses", "plain", NO_STATUSES);
        endToEnd("the same with a sent and a delivered for each", "statuses", STATUSES);
        pace();
        webhooks();
        Table.row("memory (RSS), idle after the start", "%d MiB", idle);
        Table.row("memory (RSS), after all of this load", "%d MiB", memory());
        engine.stop();
        start("start in the folder of that run");
    }

    private void start(String what) {
        long begin = System.nanoTime();
        engine.start();
        Table.row(what, "%.1f s", (System.nanoTime() - begin) / 1e9);
    }

    /** A paused number keeps its sends, so that nothing is measured but their acceptance. */
    private void acceptance() {
        Load load = new Load(202, i -> engine.api().postSend(Sends.order("accept" + i, "paused", contact(i))));
        double before = Disk.flushedAppendsPerSecond(home, DISK);
        load.perSecond(32, WARM_UP);
        double one = load.perSecond(1, MEASURE);
        double many = load.perSecond(32, MEASURE);
        double after = Disk.flushedAppendsPerSecond(home, DISK);
        double disk = (before + after) / 2;
        Table.row(
                "comparison: plain flushed appends of 512 bytes, one after the other",
                "%.0f/s, a flush takes %.2f ms (before %.0f/s, after %.0f/s)",
                disk,
                1000 / disk,
                before,
                after);
        Table.row("accepted REST sends, 1 connection", "%.0f/s = %.2f of plain flushed appends", one, one / disk);
        Table.row("accepted REST sends, 32 connections", "%.0f/s = %.2f of plain flushed appends", many, many / disk);
    }

    private void endToEnd(String what, String prefix, String behaviour) {
        Control control = simulator.control();
        control.behaviour(behaviour);
        sendOverAll(prefix + "-warm", WARM_UP_SENDS);
        control.call("DELETE", "/received", "");
        long processor = Disk.processorMicros(engine.process().pid());
        sendOverAll(prefix, SENDS);
        processor = Disk.processorMicros(engine.process().pid()) - processor;
        JsonNode received = control.get("/received");
        double seconds = (received.path("lastNanos").asLong()
                        - received.path("firstNanos").asLong())
                / 1e9;
        Table.row(
                what,
                "%.0f sends/s (%d in %.1f s)",
                (received.path("accepted").asInt() - 1) / seconds,
                received.path("accepted").asInt(),
                seconds);
        Table.row(what + ", processor time", "%d µs a send", processor / SENDS);
        control.call("DELETE", "/received", "");
    }

    private void sendOverAll(String prefix, int count) {
        int before = arrived();
        batches(
                count,
                i -> Sends.order(prefix + i, HUNDRED.get(i % HUNDRED.size()).alias(), contact(i)));
        await("all have arrived", () -> arrived() >= before + count);
        awaitQuiet();
    }

    private int arrived() {
        return simulator.control().get("/received").path("accepted").asInt();
    }

    /** Until no status is to come, and whatever follows from the last ones is done. */
    private void awaitQuiet() {
        await("no webhook is to come", () -> {
            JsonNode figures = simulator.control().get("/webhooks");
            return figures.path("waiting").asInt() == 0
                    && figures.path("scheduled").asInt() == 0;
        });
        sleep(Duration.ofSeconds(2));
    }

    private void pace() {
        simulator.control().behaviour(STATUSES);
        batches(20 * (PACE_SECONDS + 10), i -> Sends.order("pace" + i, "paced", contact(i)));
        await("the lane is warm", () -> figures().path("accepted").path("count").asInt() >= 100);
        long since = figures().path("nowNanos").asLong();
        long until = since + PACE_SECONDS * 1_000_000_000L;
        await("the seconds are over", () -> figures().path("nowNanos").asLong() >= until);
        long count = simulator.control().received(PACED).stream()
                .mapToLong(request -> request.path("stampNanos").asLong())
                .filter(stamp -> stamp >= since && stamp < until)
                .count();
        Table.row(
                "pace of a 20/s number over " + PACE_SECONDS + " s",
                "%.1f %% of the limit, at most %d in any sliding second",
                100.0 * count / (20 * PACE_SECONDS),
                figures().path("requests").path("largestInAnySlidingSecond").asInt());
        awaitQuiet();
    }

    private JsonNode figures() {
        return simulator.control().figures(PACED);
    }

    private void webhooks() {
        Load load = new Load(200, i -> engine.api().webhook(inbound(i)));
        load.perSecond(32, WARM_UP);
        Table.row("signed webhooks durable before 200, 1 connection", "%.0f/s", load.perSecond(1, MEASURE));
        Table.row("signed webhooks durable before 200, 32 connections", "%.0f/s", load.perSecond(32, MEASURE));
    }

    private void durableWrites() {
        Path trace = home.resolve("flushes");
        engine.start();
        engine.api().post("/numbers/paused/pause", "");
        Load acceptance = new Load(202, i -> engine.api().postSend(Sends.order("accept" + i, "paused", contact(i))));
        acceptance.perSecond(1, Duration.ofSeconds(1));
        sleep(Duration.ofSeconds(2));
        writes(trace, Disk.DATABASE, "durable writes of an acceptance, in the database", () -> {
            for (int i = 0; i < COUNTED; i++) {
                engine.api().accepted(Sends.order("counted" + i, "paused", contact(i)));
            }
        });
        writes(
                trace,
                Disk.ALL,
                "durable writes of a send at 20/s, acceptance to recorded answer with its events",
                () -> {
                    for (int i = 0; i < COUNTED; i++) {
                        engine.api().accepted(Sends.order("whole" + i, "paced", contact(i)));
                    }
                    awaitState("submitted");
                });
        List<JsonNode> sent = simulator.control().received(PACED);
        writes(
                trace,
                Disk.ALL,
                "durable writes of a status, webhook to event, each in a webhook of its own at 20/s at most",
                () -> {
                    for (JsonNode each : sent) {
                        engine.api().webhook(delivered(each));
                        sleep(Duration.ofMillis(50));
                    }
                    awaitState("delivered");
                });
    }

    /** Counts what an action and what follows from it cost, for each of the {@link #COUNTED}. */
    private static void writes(Path trace, Predicate<String> of, String what, Runnable action) {
        long before = Disk.flushes(trace, of);
        action.run();
        sleep(Duration.ofSeconds(1));
        Table.row(what, "%.2f", (double) (Disk.flushes(trace, of) - before) / COUNTED);
    }

    private void awaitState(String state) {
        await(
                "all are " + state,
                () -> engine.api()
                                .get("/sends?from=paced&state=" + state + "&limit=500")
                                .json()
                                .path("sends")
                                .size()
                        == COUNTED);
    }

    private void batches(int count, IntFunction<String> order) {
        for (int from = 0; from < count; from += BATCH) {
            List<String> batch = IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(order)
                    .toList();
            Http.Answer answer = engine.api().post("/sends/batch", "[" + String.join(",", batch) + "]");
            if (answer.status() != 200) {
                throw new IllegalStateException("answered " + answer.status() + ": " + answer.text());
            }
        }
    }

    private static String contact(int n) {
        return "4917" + (10_000_000 + n);
    }

    private static byte[] inbound(int n) {
        return webhook(WRITTEN_TO, """
                "contacts":[{"profile":{"name":"Person"},"wa_id":"%1$s"}],"messages":[{"from":"%1$s",\
                "id":"wamid.BENCH%2$d","timestamp":"%3$d","type":"text","text":{"body":"Is it in stock?"}}]\
                """.formatted(contact(n), n, Instant.now().getEpochSecond()));
    }

    private static byte[] delivered(JsonNode request) {
        return webhook(PACED, """
                "statuses":[{"id":"%s","status":"delivered","timestamp":"%d","recipient_id":"%s"}]\
                """.formatted(
                        request.path("wamid").asText(),
                        Instant.now().getEpochSecond(),
                        request.path("to").asText().replaceAll("\\D", "")));
    }

    private static byte[] webhook(TestNumber number, String content) {
        return Api.bytes("""
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages","value":\
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"%s","phone_number_id":"%s"},%s}}]}]}\
                """.formatted(number.waba(), number.display(), number.id(), content));
    }

    private long memory() {
        return Disk.residentMegabytes(engine.process().pid());
    }

    private static void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
