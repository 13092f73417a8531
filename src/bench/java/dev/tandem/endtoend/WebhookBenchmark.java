package dev.tandem.endtoend;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a webhook costs: its acknowledgement beside a route of the same server that checks the signature and does nothing
 * else, and the way of statuses from the webhook to the team's queue. An engine of its own, so that nothing else is under way.
 * The callers are on the same machine and take their part of it in both.
 */
final class WebhookBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final int BATCH = 100;
    private static final int BATCHES = 300;
    private static final int WARM_UP_BATCHES = 60;

    private static final String TEAM = "Consumer.bench.VirtualTopic.wa.status";
    private static final TestNumber NUMBER = TestNumber.unlimited("written-to", 903);

    private static final String BARE = """
            - route:
                id: bare
                description: Checks the signature and does nothing else
                from:
                  uri: platform-http:/webhook/bare
                  parameters:
                    httpMethodRestrict: POST
                    useStreaming: true
                  steps:
                    - setProperty:
                        name: signature
                        expression:
                          header:
                            expression: X-Hub-Signature-256
                    - removeHeaders:
                        pattern: "*"
                    - bean:
                        ref: webhook
                        method: read
                    - bean:
                        ref: webhook
                        method: verify
                    - setHeader:
                        name: CamelHttpResponseCode
                        expression:
                          constant:
                            expression: 200
                    - setBody:
                        expression:
                          constant:
                            expression: ""
            """;

    private final EngineProcess engine;
    private final Wire wire;

    private WebhookBenchmark(EngineProcess engine) {
        this.engine = engine;
        this.wire = new Wire(engine.baseUrl());
    }

    static void run() {
        Path home = Installation.home("benchmark-webhooks");
        try (EngineProcess engine = new EngineProcess(home, List.of(NUMBER))) {
            engine.withJvm("-Xmx512m")
                    .withoutTeamRoutes()
                    .with("tandem.broker.subscriptions=" + TEAM, "tandem.graph.base-url=http://127.0.0.1:9");
            Path bare = engine.folder().resolve("routes/team/bare.camel.yaml");
            Files.createDirectories(bare.getParent());
            Files.writeString(bare, BARE);
            engine.start();
            WebhookBenchmark benchmark = new WebhookBenchmark(engine);
            benchmark.statuses("statuses, webhook to event in a team's queue, in batches of " + BATCH);
            benchmark.acknowledgements();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acknowledgements() {
        Load bare = new Load(200, i -> call("/webhook/bare", inbound(i)));
        Load webhook = new Load(200, i -> call("/webhook", inbound(i)));
        bare.perSecond(32, WARM_UP);
        webhook.perSecond(32, WARM_UP);
        double most = 0;
        for (int connections : new int[] {1, 32, 256}) {
            Speed only = bare.measure(connections, MEASURE);
            Speed durable = webhook.measure(connections, MEASURE);
            most = Math.max(most, durable.perSecond());
            Table.row("signature only, %d connections".formatted(connections), "%s", only);
            Table.row(
                    "signed webhooks durable before 200, %d connections".formatted(connections),
                    "%s = %.2f of signature only",
                    durable,
                    durable.perSecond() / only.perSecond());
        }
        Table.row("signed webhooks at half of the most, 256 connections", "%s", webhook.paced(256, most / 2, MEASURE));
    }

    private Http.Answer call(String path, byte[] body) {
        String signature = "sha256=" + Api.hmac(body, EngineProcess.APP_SECRET);
        Map<String, String> headers = Map.of("Content-Type", "application/json", "X-Hub-Signature-256", signature);
        return wire.post(path, headers, body);
    }

    /** From the first webhook on until the team has the last event. */
    private void statuses(String what) {
        try (BrokerClient team = BrokerClient.openWire(engine);
                MessageConsumer events =
                        team.session().createConsumer(team.session().createQueue(TEAM))) {
            flow("warm", WARM_UP_BATCHES, events);
            long processor = Disk.processorMicros(engine.process().pid());
            double seconds = flow("measured", BATCHES, events);
            processor = Disk.processorMicros(engine.process().pid()) - processor;
            int count = BATCHES * BATCH;
            Table.row(what, "%.0f/s (%d in %.1f s)", count / seconds, count, seconds);
            Table.row(what + ", processor time", "%d µs a status", processor / count);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private double flow(String name, int batches, MessageConsumer events) throws JMSException {
        long begin = System.nanoTime();
        for (int i = 0; i < batches; i++) {
            Http.Answer answer = call("/webhook", delivered(name + i));
            if (answer.status() != 200) {
                throw new IllegalStateException("answered " + answer.status() + ": " + answer.text());
            }
        }
        for (int i = 0; i < batches * BATCH; i++) {
            if (events.receive(PATIENCE.toMillis()) == null) {
                throw new IllegalStateException("only " + i + " events came");
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static byte[] delivered(String name) {
        long now = Instant.now().getEpochSecond();
        return webhook(IntStream.range(0, BATCH)
                .mapToObj(i -> """
                        {"id":"wamid.%s.%d","status":"delivered","timestamp":"%d","recipient_id":"49171%08d"}\
                        """.formatted(name, i, now, i))
                .collect(Collectors.joining(",", "\"statuses\":[", "]")));
    }

    private static byte[] inbound(int n) {
        return webhook("""
                "contacts":[{"profile":{"name":"Person"},"wa_id":"49172%08d"}],"messages":[{"from":"49172%08d",\
                "id":"wamid.BENCH%d","timestamp":"%d","type":"text","text":{"body":"Is it in stock?"}}]\
                """.formatted(n, n, n, Instant.now().getEpochSecond()));
    }

    private static byte[] webhook(String content) {
        return Api.bytes("""
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages","value":\
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"%s","phone_number_id":"%s"},%s}}]}]}\
                """.formatted(NUMBER.waba(), NUMBER.display(), NUMBER.id(), content));
    }
}
