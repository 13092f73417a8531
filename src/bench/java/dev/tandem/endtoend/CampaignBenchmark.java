package dev.tandem.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tandem.store.TestDatabases;
import dev.tandem.store.TestPool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a campaign file of a million rows costs: until its preflight stands there, and until each of its rows is accepted or
 * refused, on disk. It starts in two days, so that nothing else is under way. Beside it rows of the same width, written by plain
 * batched inserts into a plain table and into the same tables of another database of the same kind, in this program, and what stays on the heap beside a
 * file of 10,000 rows. {@code -Dcampaign.rows} and {@code -Dcampaign.databases=HSQLDB} make it shorter.
 */
final class CampaignBenchmark {

    private static final List<String> DATABASES = List.of(
            System.getProperty("campaign.databases", "HSQLDB,PostgreSQL").split(","));

    private static final int ROWS = Integer.getInteger("campaign.rows", 1_000_000);
    private static final int FEW = 10_000;
    private static final long SEED = 4711;
    private static final int SLICE = 500;

    /** As many characters as a row has in the ledger, its timeline and the campaign together. */
    private static final int WIDTH = 600;

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-29T10:00:00Z");

    private static final String SEND = """
            insert into send (id, phone_number_id, client_id, content_hash, contact, recipient_phone, priority, campaign,
              request, source, accepted_at, placed_at, not_before, expires_at, state, place, wake_at, attempt, pacing, changed_at, version)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String ROW =
            "insert into campaign_row (campaign, row_no, send_id, kept_at) values (?, ?, ?, ?)";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final List<TestNumber> NUMBERS = IntStream.rangeClosed(1, 20)
            .mapToObj(n -> TestNumber.unlimited("number" + n, 910 + n))
            .toList();

    private final String database;
    private final EngineProcess engine;

    private CampaignBenchmark(String database, EngineProcess engine) {
        this.database = database;
        this.engine = engine;
    }

    static void run() {
        if (DATABASES.contains("HSQLDB")) {
            measure("HSQLDB");
            plainOnHsqldb();
        }
        if (DATABASES.contains("PostgreSQL")) {
            measureOnPostgres();
            plain("PostgreSQL", TestDatabases.postgres());
        }
    }

    private static void measureOnPostgres() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            measure(
                    "PostgreSQL",
                    "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                    "spring.datasource.username=postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void measure(String database, String... properties) {
        Path home = Installation.home("benchmark-campaign-" + database);
        try (EngineProcess engine = new EngineProcess(home, NUMBERS);
                SimulatorProcess simulator =
                        new SimulatorProcess(home, engine.webhookUrl(), "--tandem.simulator.tidy=true")) {
            NUMBERS.forEach(simulator.control()::put);
            engine.withJvm("-Xmx512m")
                    .withoutTeamRoutes()
                    .with("tandem.graph.base-url=" + simulator.baseUrl())
                    .with(properties)
                    .start();
            new CampaignBenchmark(database, engine).files();
        }
    }

    private void files() {
        engine.api().call("PUT", "/opt-outs/" + CampaignTable.OPTED_OUT, Api.bytes("{\"scope\":\"all\"}"), Map.of());
        long few = file("few", FEW, SEED + 1).peak();
        Figures many = file("many", ROWS, SEED);
        String rows = "campaign file of %,d rows, ".formatted(ROWS);
        Table.row(rows + "then accepted, " + database, "%.0f rows/s", ROWS / many.accepted());
        Table.row(
                rows + "dropped to accepted, " + database,
                "%.0f rows/s (%.0f s), %d µs of processor time a row",
                ROWS / (many.checked() + many.accepted()),
                many.checked() + many.accepted(),
                many.processor() / ROWS);
        Table.row(
                "its highest heap after a collection, " + database,
                "%d MB, of a file of %,d rows %d MB",
                many.peak() / 1024,
                FEW,
                few / 1024);
        Table.row(
                "its most memory (RSS) of the engine, " + database,
                "%d MiB",
                Disk.peakMegabytes(engine.process().pid()));
        count(many);
    }

    /**
     * Of one file.
     *
     * @param checked seconds until the preflight stood there
     * @param accepted seconds from then on until the last row had its answer
     * @param peak KiB of the heap after a collection, the most that was seen
     * @param processor microseconds
     * @param ways how many rows were written in each way
     */
    private record Figures(
            double checked,
            double accepted,
            long peak,
            long processor,
            String campaign,
            Map<CampaignTable.Way, Long> ways) {}

    private Figures file(String name, int rows, long seed) {
        Path in = engine.folder().resolve("data/campaigns/in");
        Path file = engine.folder().resolve(name + ".csv");
        Map<CampaignTable.Way, Long> ways = CampaignTable.write(
                file, rows, seed, NUMBERS.stream().map(TestNumber::alias).toList());
        try {
            Files.writeString(
                    in.resolve(name + ".campaign.yaml"),
                    "start: " + Instant.now().plus(Duration.ofDays(2)) + "\n");
            Files.move(file, in.resolve(name + ".csv"), StandardCopyOption.ATOMIC_MOVE);
            Files.createFile(in.resolve(name + ".done"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long pid = engine.process().pid();
        long processor = Disk.processorMicros(pid);
        // Often enough to meet the highest, and so seldom that it costs next to nothing.
        Duration pause = rows > FEW ? Duration.ofSeconds(15) : Duration.ofSeconds(1);
        long peak = 0;
        long begin = System.nanoTime();
        double checked = 0;
        long next = begin;
        while (true) {
            JsonNode campaign = campaign(name);
            String state = campaign.path("state").asText();
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (checked == 0 && state.equals("reading")) {
                checked = seconds;
                if (rows > FEW) {
                    Table.row(
                            "campaign file of %,d rows, checked, ".formatted(rows) + database,
                            "%.0f rows/s",
                            rows / seconds);
                }
            }
            if (state.equals("running")) {
                processor = Disk.processorMicros(pid) - processor;
                peak = Math.max(peak, Heap.afterCollection(pid));
                return new Figures(
                        checked,
                        seconds - checked,
                        peak,
                        processor,
                        campaign.path("id").asText(),
                        ways);
            }
            if (state.equals("failed") || seconds > PATIENCE.toSeconds()) {
                throw new IllegalStateException("it does not go on: " + campaign);
            }
            if (!state.isEmpty() && System.nanoTime() >= next) {
                peak = Math.max(peak, Heap.afterCollection(pid));
                next = System.nanoTime() + pause.toNanos();
            }
            sleep();
        }
    }

    private JsonNode campaign(String name) {
        for (JsonNode each : engine.api().get("/campaigns").json().path("campaigns")) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    /** What was measured is what was meant: the campaign counts as many rows as the table has. */
    private void count(Figures figures) {
        long refused = figures.ways().entrySet().stream()
                .filter(way -> way.getKey().isRefusedAtTheDoor())
                .mapToLong(Map.Entry::getValue)
                .sum();
        long begin = System.nanoTime();
        JsonNode progress;
        try {
            progress =
                    engine.api().get("/campaigns/" + figures.campaign()).json().path("progress");
        } catch (UncheckedIOException e) {
            Table.row("its rows counted by state and reason for the API, " + database, "not within 30 s");
            return;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (progress.path("refused").asLong() != refused
                || progress.path("accepted").asLong() != ROWS - refused) {
            throw new IllegalStateException("of " + ROWS + " rows " + refused + " are refused, and not " + progress);
        }
        Table.row("its rows counted by state and reason for the API, " + database, "%.1f s", seconds);
    }

    private static void plainOnHsqldb() {
        try {
            Path folder = Files.createTempDirectory("benchmark-plain");
            try (TestPool database = TestDatabases.hsqldb(folder)) {
                plain("HSQLDB", database);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In transactions of a slice each, behind some that warm up. */
    private static void plain(String name, DataSource database) {
        JdbcTemplate jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        jdbc.execute("create table plain_row (id bigint not null primary key, content varchar(2000) not null)");
        String content = "x".repeat(WIDTH);
        double wide = perSecond(
                transaction,
                slice -> jdbc.batchUpdate("insert into plain_row (id, content) values (?, ?)", rows(slice, row ->
                        new Object[] {row, content})));
        Table.row("rows of the same width by plain batched inserts into a plain table, " + name, "%.0f/s", wide);
        double same = perSecond(transaction, slice -> {
            jdbc.batchUpdate(SEND, rows(slice, CampaignBenchmark::send));
            jdbc.batchUpdate(ROW, rows(slice, row -> new Object[] {"many", row, row, NOW}));
        });
        Table.row("the same rows by plain batched inserts into the same tables, " + name, "%.0f/s", same);
    }

    private static double perSecond(TransactionTemplate transaction, IntConsumer insert) {
        for (int slice = 0; slice < FEW; slice += SLICE) {
            int from = slice;
            transaction.executeWithoutResult(tx -> insert.accept(from));
        }
        long begin = System.nanoTime();
        for (int slice = FEW; slice < FEW + ROWS; slice += SLICE) {
            int from = slice;
            transaction.executeWithoutResult(tx -> insert.accept(from));
        }
        return ROWS / ((System.nanoTime() - begin) / 1e9);
    }

    private static List<Object[]> rows(int from, LongFunction<Object[]> row) {
        return LongStream.range(from, from + SLICE).mapToObj(row).toList();
    }

    private static Object[] send(long row) {
        String person = CampaignTable.person(row);
        String order = "A-" + row;
        return new Object[] {
            row,
            NUMBERS.get((int) (row % NUMBERS.size())).id(),
            "K" + SEED + "-" + row,
            "%064d".formatted(row),
            person,
            person,
            3,
            "many-12345678",
            """
            {"from":"number1","metadata":{"group":"spring"},"notBefore":"%s","template":{"language":"en",\
            "name":"order_update","parameters":{"body":["%s"]}},"to":"+%s"}\
            """.formatted(NOW, order, person),
            "file",
            NOW,
            NOW,
            NOW,
            NOW,
            "accepted",
            "W",
            NOW,
            0,
            false,
            NOW,
            0
        };
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
