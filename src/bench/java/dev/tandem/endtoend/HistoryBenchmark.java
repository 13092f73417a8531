package dev.tandem.endtoend;

import dev.tandem.store.TestDatabases;
import dev.tandem.store.TestPool;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the past of a number costs: 100,000 messages of 200 conversations in webhooks, from the first webhook until the team has
 * the event of the last part, and what stays on the heap. Beside it the same rows written by plain batched inserts into another
 * database of the same kind, in this program.
 */
final class HistoryBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final int SLICE = 500;
    private static final int THREADS = 10;
    private static final int WEBHOOKS = 20;
    private static final int WARM_UP = 6;

    private static final String TEAM = "Consumer.bench.VirtualTopic.wa.history";
    private static final TestNumber NUMBER = TestNumber.unlimited("linked", 904);
    private static final long FIRST = 1_780_000_000L;

    private final EngineProcess engine;

    private HistoryBenchmark(EngineProcess engine) {
        this.engine = engine;
    }

    static void run() {
        Path home = Installation.home("benchmark-history");
        try (EngineProcess engine = new EngineProcess(home, List.of(NUMBER))) {
            engine.withJvm("-Xmx512m")
                    .withoutTeamRoutes()
                    .with("tandem.broker.subscriptions=" + TEAM, "tandem.graph.base-url=http://127.0.0.1:9");
            engine.start();
            new HistoryBenchmark(engine).past();
        }
        plain();
    }

    private void past() {
        try (BrokerClient team = BrokerClient.openWire(engine);
                MessageConsumer events =
                        team.session().createConsumer(team.session().createQueue(TEAM))) {
            flow(0, WARM_UP, events);
            long heap = Heap.afterCollection(engine.process().pid());
            long processor = Disk.processorMicros(engine.process().pid());
            double seconds = flow(WARM_UP, WEBHOOKS, events);
            processor = Disk.processorMicros(engine.process().pid()) - processor;
            int count = WEBHOOKS * THREADS * SLICE;
            Table.row(
                    "messages of the past, webhook to event in a team's queue",
                    "%.0f/s (%d in %.1f s)",
                    count / seconds,
                    count,
                    seconds);
            Table.row("messages of the past, processor time", "%d µs a message", processor / count);
            Table.row(
                    "messages of the past, growth of the heap after collection",
                    "%d MB",
                    (Heap.afterCollection(engine.process().pid()) - heap) / 1024);
            Table.row(
                    "messages of the past, most memory (RSS) of the engine",
                    "%d MiB",
                    Disk.peakMegabytes(engine.process().pid()));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private double flow(int from, int webhooks, MessageConsumer events) throws JMSException {
        long begin = System.nanoTime();
        for (int i = from; i < from + webhooks; i++) {
            Http.Answer answer = engine.api().webhook(webhook(i));
            if (answer.status() != 200) {
                throw new IllegalStateException("answered " + answer.status() + ": " + answer.text());
            }
        }
        for (int i = 0; i < webhooks * THREADS; i++) {
            if (events.receive(PATIENCE.toMillis()) == null) {
                throw new IllegalStateException("only " + i + " events came");
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The same rows by the plainest way there is, in transactions of a slice each. */
    private static void plain() {
        try {
            Path folder = Files.createTempDirectory("benchmark-plain");
            try (TestPool database = TestDatabases.hsqldb(folder)) {
                JdbcTemplate jdbc = new JdbcTemplate(database);
                TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
                insert(jdbc, transaction, 0, WARM_UP);
                long begin = System.nanoTime();
                insert(jdbc, transaction, WARM_UP, WEBHOOKS);
                double seconds = (System.nanoTime() - begin) / 1e9;
                Table.row("the same rows by plain batched inserts", "%.0f/s", WEBHOOKS * THREADS * SLICE / seconds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void insert(JdbcTemplate jdbc, TransactionTemplate transaction, int from, int webhooks) {
        for (int i = from * THREADS; i < (from + webhooks) * THREADS; i++) {
            List<Object[]> rows = new ArrayList<>();
            for (int n = 0; n < SLICE; n++) {
                OffsetDateTime at = Instant.ofEpochSecond(FIRST + n).atOffset(ZoneOffset.UTC);
                rows.add(new Object[] {
                    NUMBER.id(),
                    id(i, n),
                    person(i),
                    "in",
                    "user",
                    "text",
                    words(n),
                    message(i, n),
                    at,
                    at,
                    "placed",
                    "read"
                });
            }
            transaction.executeWithoutResult(tx -> jdbc.batchUpdate("""
                    insert into message (phone_number_id, message_id, contact, direction, origin, type, preview, item,
                      sent_at, received_at, past, status)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows));
        }
    }

    private static byte[] webhook(int chunk) {
        String threads = IntStream.range(chunk * THREADS, (chunk + 1) * THREADS)
                .mapToObj(thread -> IntStream.range(0, SLICE)
                        .mapToObj(n -> message(thread, n))
                        .collect(Collectors.joining(",", "{\"id\":\"" + person(thread) + "\",\"messages\":[", "]}")))
                .collect(Collectors.joining(","));
        return Api.bytes("""
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"history","value":\
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"%s","phone_number_id":"%s"},\
                "history":[{"metadata":{"phase":1,"chunk_order":%d,"progress":50},"threads":[%s]}]}}]}]}\
                """.formatted(NUMBER.waba(), NUMBER.display(), NUMBER.id(), chunk + 1, threads));
    }

    private static String message(int thread, int n) {
        return """
                {"from":"%s","id":"%s","timestamp":"%d","type":"text","text":{"body":"%s"},\
                "history_context":{"status":"READ"}}\
                """.formatted(person(thread), id(thread, n), FIRST + n, words(n));
    }

    private static String id(int thread, int n) {
        return "wamid.HBgMNDkxNzEwMDAwMDAwFQIAEhggPast%06d.%04d".formatted(thread, n);
    }

    private static String person(int thread) {
        return "49173%07d".formatted(thread);
    }

    private static String words(int n) {
        return "Is number " + n + " in stock, and could you send it until Friday?";
    }
}
