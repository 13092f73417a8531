package dev.tandem.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.cloudapi.ErrorTableFile;
import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.Answer;
import dev.tandem.domain.AnswerRule;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import dev.tandem.domain.StatusReport;
import dev.tandem.domain.TemplateName;
import dev.tandem.domain.Window;
import dev.tandem.domain.WindowBook;
import dev.tandem.store.JdbcAlerts;
import dev.tandem.store.JdbcCampaignControls;
import dev.tandem.store.JdbcCampaignLanes;
import dev.tandem.store.JdbcContactBook;
import dev.tandem.store.JdbcDebts;
import dev.tandem.store.JdbcNumberStates;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.JdbcSendLedger;
import dev.tandem.store.JdbcWaitingSends;
import dev.tandem.store.TestDatabases;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole room of the send over a real ledger: only lane, routes, windows and time are the test's. A new one on the same
 * tables is what an engine finds after a crash.
 */
final class SendRoom {

    static final Instant START = Instant.parse("2026-11-05T10:00:00Z");
    static final BusinessNumber SHOP = TestNumbers.SHOP;
    static final BusinessNumber DESK = TestNumbers.DESK;
    static final ObjectMapper JSON = new ObjectMapper();

    private static final RequestSchema SCHEMA = new RequestSchema(Path.of("config/schema/send-request.schema.json"));

    final MovableClock clock;
    final JdbcTemplate jdbc;
    final JdbcOutbox outbox;
    final SendLedger ledger;
    final WaitingSends waiting;
    final NumberDirectory numbers;
    final ResultEvents events;
    final Feeder feeder;
    final SendMoves moves;
    final StatusDesk statuses;
    final LaneDesk lane;
    final PaceBook paces;
    final Aftermath aftermath;
    final NumberReturn numberReturn;
    final Debts debts;
    final PortfolioBook portfolio;
    final Alerts alerts;
    final HistoryLookup lookup;
    final OverdueSends overdue;
    final LedgerSweep sweep;
    final SendAccept accept;
    final SendDesk desk;
    final CampaignSends campaignSends;
    final JdbcCampaignControls controls;
    final CampaignLanes lanes;

    /** How many transactions from now on find the database away. */
    final AtomicInteger databaseAway = new AtomicInteger();

    /** What was put into the lanes, in order. */
    final List<Long> laneMessages = new ArrayList<>();

    final List<String> runningLanes = new ArrayList<>();

    /** What stands in the way of sends, by contact. */
    final Map<String, LaneCheck.Obstacle> obstacles = new HashMap<>();

    /** What is asked first, about the number; null for nothing. */
    @Nullable
    LaneCheck byNumber;

    /** Why a number takes nothing new, by its id. */
    final Map<String, Cause> door = new HashMap<>();

    /** Whose obstacle is gone as soon as it was met once. */
    final Set<String> gone = new HashSet<>();

    /** What rooms were told of Meta's errors, in words. */
    final List<String> told = new ArrayList<>();

    /** What Meta's history says of every message. */
    final List<StatusReport> metaKnows = new ArrayList<>();

    /** When Meta closed windows, by contact. */
    final Map<String, Instant> closed = new HashMap<>();

    private final MetaNews news = new MetaNews() {
        @Override
        public void optedOut(BusinessNumber number, String contact, Instant at) {
            told.add("opted out " + contact);
        }

        @Override
        public void templatePaused(BusinessNumber number, TemplateName template, Instant until) {
            told.add("paused " + template.name() + " " + template.language() + " until " + until);
        }

        @Override
        public void templatesOutdated(BusinessNumber number) {
            told.add("outdated " + number.alias());
        }
    };

    /** When persons wrote, by contact. */
    final Map<String, Instant> wrote = new HashMap<>();

    SendRoom() {
        this(TestNumbers.DIRECTORY, START);
    }

    SendRoom(NumberDirectory numbers, Instant start) {
        this.numbers = numbers;
        clock = new MovableClock(Clock.fixed(start, ZoneOffset.UTC));
        DataSource database = TestDatabases.hsqldb();
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database) {
            @Override
            protected void doBegin(Object one, TransactionDefinition definition) {
                if (databaseAway.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new TransactionSystemException(
                            "JDBC rollback failed", new SQLException(new ConnectException("Connection refused")));
                }
                super.doBegin(one, definition);
            }
        });
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        waiting = new JdbcWaitingSends(jdbc);
        events = new ResultEvents(numbers);
        paces = new PaceBook(clock);
        lanes = new JdbcCampaignLanes(jdbc, transaction);
        feeder = new Feeder(
                ledger,
                waiting,
                numbers,
                new JdbcNumberStates(jdbc, transaction),
                (number, sends) -> sends.forEach(send -> laneMessages.add(send.id())),
                new LaneRoutes() {
                    @Override
                    public void ensureRunning(BusinessNumber number) {
                        if (!runningLanes.contains(number.alias())) {
                            runningLanes.add(number.alias());
                        }
                    }

                    @Override
                    public void stop(BusinessNumber number) {
                        runningLanes.remove(number.alias());
                    }
                },
                paces,
                lanes,
                new DirectExecutor(),
                clock);
        moves = new SendMoves(ledger, events, feeder);
        SendIds ids = new SendIds(clock);
        WindowBook windows = new WindowBook() {
            @Override
            public Window at(BusinessNumber number, String contact, Instant now) {
                return Window.at(now, wrote.get(contact), closed.get(contact), number.linkedAt());
            }

            @Override
            public void closedByMeta(BusinessNumber number, String contact, Instant now) {
                closed.put(contact, now);
            }
        };
        alerts = new JdbcAlerts(jdbc, transaction, clock, outbox, new AlertEvents(numbers));
        AnswerRule rule = new AnswerRule(ErrorTableFile.read(), new Random(1));
        HeldSends held = new HeldSends(ledger, waiting, moves, clock);
        aftermath = new Aftermath(feeder.states(), paces, windows, numbers, held, alerts, List.of(news));
        numberReturn = new NumberReturn(held, paces, feeder.states(), aftermath);
        debts = new JdbcDebts(jdbc);
        LateFailures failures = new LateFailures(rule.table(), ledger, debts, numbers, aftermath, ids, clock);
        statuses = new StatusDesk(ledger, moves, events, failures, Patience.DEFAULT, clock);
        portfolio = new PortfolioBook(debts, OptionalInt.empty(), true, clock);
        List<LaneCheck> checks = new ArrayList<>(LimitChecks.of(feeder.states(), debts, portfolio));
        checks.add(0, this::obstacle);
        checks.add(0, new ByNumber());
        lane = new LaneDesk(
                ledger,
                moves,
                statuses,
                numbers,
                feeder.states(),
                windows,
                checks,
                rule,
                aftermath,
                debts,
                portfolio,
                Patience.DEFAULT,
                clock);
        lookup = new HistoryLookup((number, wamid) -> metaKnows, statuses, numbers, alerts, Duration.ZERO);
        overdue = new OverdueSends(
                ledger, waiting, moves, statuses, numbers, lookup, alerts, ids, Patience.DEFAULT, clock);
        sweep = new LedgerSweep(waiting, moves, statuses, overdue, feeder, numbers, Patience.DEFAULT, clock);
        accept = new SendAccept(
                new RequestReader(SCHEMA, numbers, ids),
                new JdbcContactBook(jdbc),
                ledger,
                events,
                feeder,
                number -> Optional.ofNullable(door.get(number)),
                clock);
        desk = new SendDesk(ledger, moves, ids, clock);
        campaignSends = new CampaignSends(ledger, moves, ids, clock);
        controls = new JdbcCampaignControls(jdbc, transaction);
    }

    /** Asks what a test has put in for numbers. */
    private final class ByNumber implements LaneCheck {
        @Override
        public Optional<Obstacle> obstacle(BusinessNumber number, Instant now) {
            LaneCheck check = byNumber;
            return check == null ? Optional.empty() : check.obstacle(number, now);
        }

        @Override
        public Optional<Obstacle> stored(BusinessNumber number, Instant now) {
            LaneCheck check = byNumber;
            return check == null ? Optional.empty() : check.stored(number, now);
        }

        @Override
        public Optional<Obstacle> obstacle(Leaving leaving) {
            LaneCheck check = byNumber;
            return check == null ? Optional.empty() : check.obstacle(leaving);
        }
    }

    private Optional<LaneCheck.Obstacle> obstacle(LaneCheck.Leaving leaving) {
        String contact = leaving.send().acceptance().recipient().contact();
        return Optional.ofNullable(gone.contains(contact) ? obstacles.remove(contact) : obstacles.get(contact));
    }

    /** A room without anything of another test. */
    static SendRoom empty() {
        TestDatabases.empty(new JdbcTemplate(TestDatabases.hsqldb()));
        return new SendRoom();
    }

    /** Accepts many texts from the shop in one write. */
    List<Send> texts(int count, String more) {
        List<Incoming> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(incoming("{'from':'shop','id':'many-" + i + "','to':'49151123" + (10_000 + i)
                    + "','message':{'type':'text','text':{'body':'Hello'}}" + more + "}"));
        }
        return accept.acceptAll(requests).stream()
                .map(verdict -> ((Verdict.Accepted) verdict).send())
                .toList();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static Incoming incoming(String request) {
        return Incoming.single(json(request), null, true, Priority.TRANSACTIONAL, "crm", null);
    }

    /** Accepts a text from the shop. */
    Send text(String id, String to) {
        return text(id, to, "");
    }

    /** Accepts a text from the shop with further fields. */
    Send text(String id, String to, String more) {
        return accepted(incoming("{'from':'shop','id':'" + id + "','to':'" + to
                + "','message':{'type':'text','text':{'body':'Hello'}}" + more + "}"));
    }

    Send accepted(Incoming incoming) {
        Verdict verdict = accept.accept(incoming);
        if (verdict instanceof Verdict.Accepted accepted) {
            return accepted.send();
        }
        throw new AssertionError(verdict.toString());
    }

    Send now(Send send) {
        return ledger.find(send.id()).orElseThrow();
    }

    /** From the lane to the mark. */
    Send mark(Send send) {
        Send queued = lane.load(send.id()).orElseThrow();
        return lane.mark(queued, MessageMode.FREEFORM).orElseThrow();
    }

    /** From the lane to Meta's wamid. */
    Send submit(Send send, String wamid) {
        lane.record(mark(send), new Answer.Accepted(wamid, null, false));
        return now(send);
    }

    boolean status(Send send, int attempt, String wamid, DeliveryStatus status) {
        return status(SendIds.callbackData(send.id(), attempt), wamid, status);
    }

    boolean status(String callbackData, String wamid, DeliveryStatus status) {
        return statuses.apply(
                new StatusReport(SHOP.phoneNumberId(), wamid, status, clock.instant(), callbackData, null, null),
                List.of());
    }

    void pass(Duration time) {
        clock.advance(time);
        sweep.sweep();
    }

    /** The states that were told to the CRM, oldest first. */
    List<String> told(Send send) {
        return outbox.pending(Outbox.BEGINNING, 10_000).stream()
                .map(Outbox.Pending::json)
                .map(SendRoom::readTree)
                .map(event -> event.path("item"))
                .filter(item -> item.path("sendId").asText().equals(SendIds.text(send.id())))
                .map(item -> item.path("state").asText())
                .toList();
    }

    static JsonNode readTree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
