package dev.tandem.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.FakeAlerts;
import dev.tandem.consent.PhonePlaces;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import dev.tandem.send.CampaignSends;
import dev.tandem.send.LaneCheck;
import dev.tandem.send.PaceBook;
import dev.tandem.send.PortfolioBook;
import dev.tandem.send.RequestReader;
import dev.tandem.send.RequestSchema;
import dev.tandem.send.ResultEvents;
import dev.tandem.send.SendAccept;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendMoves;
import dev.tandem.send.WaitingSends;
import dev.tandem.store.JdbcCampaignControls;
import dev.tandem.store.JdbcCampaigns;
import dev.tandem.store.JdbcContactBook;
import dev.tandem.store.JdbcDebts;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcPreflights;
import dev.tandem.store.JdbcSendLedger;
import dev.tandem.store.JdbcStandings;
import dev.tandem.store.JdbcWaitingSends;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.flywaydb.core.Flyway;
import org.hsqldb.jdbc.JDBCPool;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The campaigns over a real database in a folder, with nothing that sends. */
public final class CampaignHouse implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** The stop rules of the house. */
    public static final StopRules STANDARD = new StopRules(0.2, 3, true, true, true);

    public final CampaignFolders folders;
    public final Campaigns campaigns;
    public final SendLedger ledger;
    private final WaitingSends lanes;
    public final JdbcTemplate jdbc;
    public final CampaignIntake intake;
    public final CampaignClaims claims;
    public final CampaignFinisher finisher;
    public final SendAccept accept;
    private final NumberDirectory numbers;
    public final MovableClock clock;
    public final CampaignControls controls;
    public final CampaignProgress progress;
    public final CampaignDesk desk;
    public final CampaignHand hand;
    public final CampaignOrders orders;
    public final CampaignStops stops;
    public final LateSettings lateSettings;
    public final FakeAlerts alerts = new FakeAlerts();

    /** What stops campaigns beside their failures, by number or template. */
    public final Map<String, Trouble> troubles = new HashMap<>();

    /** Something that stops campaigns, since a moment. */
    public record Trouble(String text, Instant since) {}

    public final Preflights preflights;
    public final PreflightDesk preflightDesk;
    private final Surroundings around;

    /** What is asked of every send when it leaves. */
    public final List<LaneCheck> checks = new ArrayList<>();

    /** Who was recorded with an opt-in, by who said so. */
    public final Map<String, Collection<String>> optIns = new HashMap<>();

    /** What Meta takes every template for. */
    public Optional<TemplateCategory> category = Optional.of(TemplateCategory.MARKETING);

    /** Why no number takes anything new; null when they do. */
    public @Nullable Cause away;

    private final boolean embedded;

    public CampaignHouse(Path folder) throws IOException {
        this(folder, NOW, numbers("berlin"));
    }

    public CampaignHouse(Path folder, Instant now, NumberDirectory numbers) throws IOException {
        this(folder, now, numbers, hsqldb(folder), "hsqldb");
    }

    public CampaignHouse(Path folder, Instant now, NumberDirectory numbers, DataSource database, String vendor)
            throws IOException {
        embedded = vendor.equals("hsqldb");
        this.numbers = numbers;
        clock = new MovableClock(Clock.fixed(now, ZoneOffset.UTC));
        folders = new CampaignFolders(folder.resolve("campaigns"));
        folders.create();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/common", "classpath:db/migration/" + vendor)
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        ledger = new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
        lanes = new JdbcWaitingSends(jdbc);
        campaigns = new JdbcCampaigns(jdbc, transaction, clock);
        SendIds ids = new SendIds(clock);
        RequestReader requests =
                new RequestReader(new RequestSchema(Path.of("config/schema/send-request.schema.json")), numbers, ids);
        ResultEvents events = new ResultEvents(numbers);
        accept = new SendAccept(
                requests,
                new JdbcContactBook(jdbc),
                ledger,
                events,
                number -> {},
                number -> Optional.ofNullable(away),
                clock);
        preflights = new JdbcPreflights(jdbc, transaction);
        around = new Surroundings(
                numbers,
                checks,
                new JdbcStandings(jdbc),
                (number, template) -> category,
                PhonePlaces::zones,
                Optional.empty(),
                new PortfolioBook(new JdbcDebts(jdbc), OptionalInt.of(1_000), false, clock));
        SettingsFile settings =
                new SettingsFile(new RequestSchema(Path.of("config/schema/campaign-settings.schema.json")));
        intake = new CampaignIntake(campaigns, folders, settings, clock);
        claims = new CampaignClaims(campaigns, "engine-1", clock);
        controls = new JdbcCampaignControls(jdbc, transaction);
        preflightDesk = new PreflightDesk(campaigns, controls, preflights, clock);
        finisher = new CampaignFinisher(campaigns, controls, folders, claims, alerts, clock);
        progress = new CampaignProgress(campaigns, controls, numbers, new PaceBook(clock), clock);
        desk = new CampaignDesk(campaigns, controls, progress, folders);
        hand = new CampaignHand(campaigns, controls, numbers, number -> {}, alerts, clock);
        SendMoves moves = new SendMoves(ledger, events, number -> {});
        orders = new CampaignOrders(campaigns, controls, new CampaignSends(ledger, moves, ids, clock));
        lateSettings = new LateSettings(campaigns, folders, alerts, clock);
        stops = new CampaignStops(campaigns, controls, new KnownTroubles(), STANDARD, alerts, clock);
    }

    private final class KnownTroubles implements CampaignTroubles {
        @Override
        public Optional<String> quality(String phoneNumberId, Instant after) {
            return known("quality " + phoneNumberId, after);
        }

        @Override
        public Optional<String> unlinked(String phoneNumberId, Instant after) {
            return known("unlinked " + phoneNumberId, after);
        }

        @Override
        public Optional<String> template(String phoneNumberId, TemplateName template, Instant after) {
            return known("template " + template.name(), after);
        }

        private Optional<String> known(String key, Instant after) {
            return Optional.ofNullable(troubles.get(key))
                    .filter(trouble -> trouble.since().isAfter(after))
                    .map(Trouble::text);
        }
    }

    public static DataSource hsqldb(Path folder) {
        JDBCPool pool = new JDBCPool();
        pool.setUrl("jdbc:hsqldb:file:" + folder.resolve("database/tandem") + ";hsqldb.tx=mvcc");
        pool.setUser("SA");
        return pool;
    }

    public static NumberDirectory numbers(String... aliases) {
        return new NumberDirectory(java.util.Arrays.stream(aliases)
                .map(alias -> new BusinessNumber(
                        alias,
                        "id-" + alias,
                        "49301234" + alias.length(),
                        "waba",
                        "token",
                        Instant.EPOCH,
                        "http://localhost",
                        null,
                        null,
                        new Limits(OptionalInt.of(20), true, false, OptionalInt.of(5), 6, 45)))
                .toList());
    }

    /** Lets go of the database as a stop would, so that another one can open it. */
    @Override
    public void close() {
        if (embedded) {
            jdbc.execute("shutdown");
        }
    }

    public CampaignReader reader() {
        return reader(campaigns);
    }

    /** A reader over campaigns that may fail. */
    public CampaignReader reader(Campaigns over) {
        CampaignChecker checker =
                new CampaignChecker(over, controls, folders, preflights, accept, around, STANDARD, claims, clock);
        RowDoor door = new RowDoor(
                accept,
                ledger,
                (persons, number, source, at) -> optIns.put(source + " at " + at, persons),
                numbers,
                controls);
        return new CampaignReader(over, folders, checker, door, claims, clock);
    }

    public Path drop(String name, String text) throws IOException {
        return drop(name, text, StandardCharsets.UTF_8);
    }

    public Path drop(String name, String text, Charset charset) throws IOException {
        return Files.write(folder("in").resolve(name), text.getBytes(charset));
    }

    /** What stands in the folder out. */
    public List<String> out() throws IOException {
        try (Stream<Path> files = Files.list(folder("out"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    public Path folder(String name) {
        return folders.root().resolve(name);
    }

    /** What the first route does. */
    public Path arrive(Path file) throws IOException {
        Path target = intake.arrive(file);
        Files.move(file, target);
        intake.putAside(file, target);
        return target;
    }

    public List<Send> sends() {
        return ledger.search(new SendLedger.Filter(null, null, null, null, null, 10_000)).stream()
                .sorted(java.util.Comparator.comparing(Send::id))
                .toList();
    }

    /** A person wrote to the first number; Meta said until when templates are free, null for nothing. */
    public void wrote(String contact, Instant at, @Nullable Instant freeUntil) {
        String number = numbers.all().get(0).phoneNumberId();
        jdbc.update(
                "insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)", number, contact, contact);
        jdbc.update(
                """
                insert into conversation (phone_number_id, contact, last_at, last_direction, last_origin, last_type,
                  last_live_at, free_entry_until, version)
                values (?, ?, ?, 'in', 'user', 'text', ?, ?, 0)""",
                number,
                contact,
                at.atOffset(ZoneOffset.UTC),
                at.atOffset(ZoneOffset.UTC),
                freeUntil == null ? null : freeUntil.atOffset(ZoneOffset.UTC));
    }

    /** Everything that is accepted leaves and is answered. */
    public void sendAll() {
        for (Send send : lanes.inState(SendState.ACCEPTED, Instant.parse("2100-01-01T00:00:00Z"), 10_000)) {
            Send marked = send.queued(clock.instant()).sending(MessageMode.TEMPLATE, clock.instant());
            Send answered = marked.after(
                    new Outcome.Submitted(
                            "wamid." + send.acceptance().recipient().contact(), null, false),
                    Patience.DEFAULT,
                    clock.instant());
            ledger.replace(new SendLedger.Change(send, answered, List.of()));
        }
    }

    /** A send of a row leaves and fails. */
    public void fail(Send send, int code) {
        Send marked = send.queued(clock.instant()).sending(MessageMode.TEMPLATE, clock.instant());
        Cause cause = new Cause(Reason.CLOUD_API, "Meta says " + code, code);
        Send failed = marked.after(new Outcome.Failed(cause), Patience.DEFAULT, clock.instant());
        ledger.replace(new SendLedger.Change(send, failed, List.of()));
    }

    public List<List<String>> results(String name, char delimiter) throws IOException {
        return table(Files.readString(folder("out").resolve(name + ".results.csv")), delimiter);
    }

    public static List<List<String>> table(String text, char delimiter) throws IOException {
        CSVFormat format = CSVFormat.Builder.create(CSVFormat.DEFAULT)
                .setDelimiter(delimiter)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            return parser.stream().map(CSVRecord::toList).toList();
        }
    }
}
