package dev.tandem.store;

import static dev.tandem.store.Sends.DESK;
import static dev.tandem.store.Sends.NOW;
import static dev.tandem.store.Sends.SHOP;
import static dev.tandem.store.Sends.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.Patience;
import dev.tandem.domain.PauseScope;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.send.NumberStates;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendLedger.Change;
import dev.tandem.send.SendLedger.StatusResult;
import dev.tandem.send.SendLedger.StatusRow;
import dev.tandem.send.WaitingSends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Ledger, outbox and number states: the same for every database. */
abstract class SendLedgerSuite {

    static final int THREADS = 16;

    final JdbcTemplate jdbc;
    final JdbcSendLedger ledger;
    final WaitingSends lanes;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final JdbcNumberStates states;

    SendLedgerSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        lanes = new JdbcWaitingSends(jdbc);
        states = new JdbcNumberStates(jdbc, transaction);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private List<Send> accept(Sends... sends) {
        return ledger.accept(List.of(sends).stream().map(Sends::made).toList(), SendLedgerSuite::events);
    }

    private Send accepted(Sends send) {
        return accept(send).get(0);
    }

    static List<Event> events(Send send) {
        return List.of(event("accepted-" + send.id()));
    }

    private static Event event(String id) {
        return new Event(
                id, Channel.RESULT, SHOP, "4915112345678", "accepted", "crm", Map.of("id", id, "text", "ü\n€"));
    }

    private List<String> outboxIds() {
        return outbox.pending(Outbox.BEGINNING, 100_000).stream()
                .map(event -> event.head().id())
                .toList();
    }

    private long count(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Long.class);
    }

    private Send move(Send before, Send after) {
        assertThat(ledger.replace(new Change(before, after, List.of()))).isTrue();
        return after;
    }

    private Send queued(Send send) {
        return move(send, send.queued(NOW));
    }

    private Send sending(Send send) {
        Send queued = queued(send);
        return move(queued, queued.sending(MessageMode.FREEFORM, NOW));
    }

    private Send submitted(Send send, String wamid) {
        Send sending = sending(send);
        return move(sending, sending.after(new Outcome.Submitted(wamid, null, false), Patience.DEFAULT, NOW));
    }

    @Test
    void anAnswerIsAwaitedOfWhatIsUnderWayOrLostItLately() {
        JdbcMirrorBook mirror = new JdbcMirrorBook(jdbc);
        String mina = "4915112345678";
        Set<String> names = Set.of("US.1", mina);
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW, NOW.plusSeconds(60))).isFalse();
        Send queued = queued(accepted(send(1).to(mina)));
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW, NOW.plusSeconds(60)))
                .as("not sent yet")
                .isFalse();
        Send sending = move(queued, queued.sending(MessageMode.FREEFORM, NOW));
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW, NOW.plusSeconds(60))).isTrue();
        assertThat(mirror.awaitsAnswer(DESK, names, NOW, NOW.plusSeconds(60))).isFalse();
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW, Instant.EPOCH))
                .as("marked after the echo came")
                .isFalse();
        assertThat(mirror.awaitsAnswer(SHOP, Set.of("US.1"), NOW, NOW.plusSeconds(60)))
                .as("nobody knows the phone of the one, nor the user id of the other")
                .isTrue();
        assertThat(mirror.awaitsAnswer(SHOP, Set.of("4915100000000"), NOW, NOW.plusSeconds(60)))
                .as("another person")
                .isFalse();
        jdbc.update("insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)", SHOP, "US.2", mina);
        assertThat(mirror.awaitsAnswer(SHOP, Set.of("US.1"), NOW, NOW.plusSeconds(60)))
                .as("somebody else's user id")
                .isFalse();
        jdbc.update("delete from contact_name");
        jdbc.update("insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)", SHOP, "US.1", mina);
        assertThat(mirror.awaitsAnswer(SHOP, Set.of("US.1"), NOW, NOW.plusSeconds(60)))
                .as("by another name")
                .isTrue();

        Send lost = move(sending, sending.unanswered(Cause.of(Reason.AWAITING_STATUS), Patience.DEFAULT, NOW));
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW, NOW.plusSeconds(60))).isTrue();
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW.plusSeconds(1), NOW.plusSeconds(60)))
                .as("lost long ago")
                .isFalse();
        move(lost, lost.ended(SendState.FAILED, Cause.of(Reason.ANSWER_LOST), NOW));
        assertThat(mirror.awaitsAnswer(SHOP, names, NOW, NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void whatEchoesCausedIsCountedByPersonAndTime() {
        JdbcMirrorBook mirror = new JdbcMirrorBook(jdbc);
        String caused = "{\"metadata\":{\"causedBy\":\"wamid.E\"}}";
        String quoted = "{\"message\":{\"text\":{\"body\":\"\\\"causedBy\\\":\\\"x\\\"\"}}}";
        accept(
                send(1).request(caused),
                send(2).request(caused),
                send(3).request(quoted),
                send(4).to("4915100000000").request(caused),
                send(5).from(DESK).request(caused),
                send(6).request(caused));
        Send refused = queued(accepted(send(7).request(caused)));
        move(refused, refused.ended(SendState.REJECTED, Cause.of(Reason.ECHO_LOOP), NOW));
        assertThat(mirror.caused(SHOP, "4915112345678", NOW, 6)).isEqualTo(2);
        assertThat(mirror.caused(SHOP, "4915112345678", NOW, 9)).isEqualTo(3);
        assertThat(mirror.caused(SHOP, "4915112345678", NOW.plusSeconds(1), 9)).isZero();
    }

    private Send inRetry(Send send) {
        Send sending = sending(send);
        return move(
                sending,
                sending.after(
                        new Outcome.Retry(Duration.ofSeconds(8), Cause.of(Reason.THROUGHPUT)), Patience.DEFAULT, NOW));
    }

    /** Runs the same work in many threads that start at one moment. */
    static <T> List<T> together(Callable<T> work) throws Exception {
        return together(Collections.nCopies(THREADS, work));
    }

    static <T> List<T> together(List<Callable<T>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> work : works) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    // Accepting

    @Test
    void aSendIsReadBackAsItWasWritten() {
        Send written = accepted(send(1).to("4915112345678")
                .request("{\"message\":{\"text\":{\"body\":\"Grüße 🎉 \\u0000 \\n\"}}}")
                .notBefore(NOW.plusSeconds(60))
                .campaign("spring-0a1b2c3d"));
        assertThat(ledger.find(1)).hasValue(written);
        assertThat(ledger.findByClientId(SHOP, "client-1")).hasValue(written);
        assertThat(ledger.findByClientId(DESK, "client-1")).isEmpty();
        Send user = accepted(send(2).toUser("US.4f00aa11bb22"));
        assertThat(ledger.find(2)).hasValue(user);
        assertThat(ledger.find(3)).isEmpty();
    }

    @Test
    void everyFieldOfProgressIsReadBack() {
        Send send = submitted(accepted(send(1)), "wamid.1");
        Send lifted = move(
                send,
                send.lifted(
                        SendState.FAILED,
                        new Cause(Reason.CLOUD_API, "Meta's words", 131049),
                        "wamid.1",
                        "{\"category\":\"utility\"}",
                        Patience.DEFAULT,
                        NOW.plusSeconds(3)));
        assertThat(ledger.find(1)).hasValue(lifted);
        Send held = inRetry(accepted(send(2)));
        assertThat(ledger.find(2)).hasValue(held);
        assertThat(ledger.findByWamid("wamid.1")).hasValue(lifted);
        assertThat(ledger.findByWamid("wamid.2")).isEmpty();
    }

    @Test
    void theSameKeyIsAcceptedOnce() {
        Send first = accepted(send(1).client("order-7"));
        Send again = accepted(send(2).client("order-7").hash("other"));
        assertThat(again).isEqualTo(first);
        assertThat(accepted(send(3).client("order-7").from(DESK)).id())
                .as("a key belongs to its number")
                .isEqualTo(3);
        assertThat(count("send")).isEqualTo(2);
        assertThat(count("send_timeline"))
                .as("the first step stands in the send and nowhere else")
                .isZero();
        assertThat(ledger.timeline(1)).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo("accepted");
            assertThat(step.at()).isEqualTo(first.acceptance().acceptedAt());
        });
        assertThat(outboxIds()).containsExactly("accepted-1", "accepted-3");
    }

    @Test
    void theSameKeyTwiceInOneCallIsAcceptedOnce() {
        List<Send> standing =
                accept(send(1).client("a"), send(2).client("b"), send(3).client("a"), send(4).client("c"));
        assertThat(standing).extracting(Send::id).containsExactly(1L, 2L, 1L, 4L);
        assertThat(count("send")).isEqualTo(3);
        assertThat(outboxIds()).containsExactly("accepted-1", "accepted-2", "accepted-4");
    }

    @Test
    void keysThatDifferInBlanksOrLettersAreDifferentKeys() {
        accept(send(1).client("order"), send(2).client("order "), send(3).client("Order"), send(4).client(" order"));
        assertThat(count("send")).isEqualTo(4);
        assertThat(accepted(send(5).client("order ")).id()).isEqualTo(2);
        assertThat(ledger.findByClientId(SHOP, "order")).map(Send::id).hasValue(1L);
    }

    @Test
    void sixteenThreadsWithOneKeyMakeOneRow() throws Exception {
        for (int round = 0; round < 20; round++) {
            int now = round;
            AtomicInteger ids = new AtomicInteger(round * 100);
            List<Send> standing =
                    together(() -> accepted(send(ids.incrementAndGet()).client("race-" + now)));
            assertThat(standing)
                    .extracting(Send::id)
                    .containsOnly(standing.get(0).id());
        }
        assertThat(count("send")).isEqualTo(20);
        assertThat(outboxIds()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void batchesWithTheSameKeysInAnyOrderMakeOneRowEach() throws Exception {
        AtomicInteger ids = new AtomicInteger();
        List<Callable<List<Send>>> works = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            List<Sends> batch = new ArrayList<>(IntStream.range(0, 40)
                    .mapToObj(key -> send(ids.incrementAndGet()).client("row-" + key))
                    .toList());
            Collections.shuffle(batch, new Random(thread));
            works.add(() -> accept(batch.toArray(Sends[]::new)));
        }
        together(works);
        assertThat(count("send")).isEqualTo(40);
        assertThat(count("outbox")).isEqualTo(40);
    }

    @Test
    void fiveHundredInOneCall() {
        List<Send> batch =
                LongStream.rangeClosed(1, 500).mapToObj(id -> send(id).made()).toList();
        assertThat(ledger.accept(batch, send -> List.of())).isEqualTo(batch);
        assertThat(ledger.accept(batch, send -> List.of())).isEqualTo(batch);
        assertThat(count("send")).isEqualTo(500);
    }

    @Test
    void aRefusedWriteLeavesNothingBehind() {
        Event broken = new Event("x".repeat(41), Channel.RESULT, SHOP, "4915112345678", "accepted", "crm", Map.of());
        assertThatThrownBy(() -> ledger.accept(List.of(send(1).made()), written -> List.of(event("a"), broken)))
                .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
        assertThat(count("send") + count("send_timeline") + count("outbox")).isZero();

        Send send = accepted(send(2));
        assertThatThrownBy(() -> ledger.replace(new Change(send, send.queued(NOW), List.of(event("b"), broken))))
                .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
        assertThat(ledger.find(2)).hasValue(send);
        assertThat(outboxIds()).containsExactly("accepted-2");
    }

    // Moving

    @Test
    void onlyOneOfTwoRivalsMoves() {
        Send send = accepted(send(1));
        assertThat(ledger.replace(new Change(send, send.queued(NOW), List.of(event("queued")))))
                .isTrue();
        assertThat(ledger.replace(new Change(
                        send,
                        send.ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), NOW),
                        List.of(event("cancelled")))))
                .isFalse();
        assertThat(ledger.find(1)).map(Send::state).hasValue(SendState.QUEUED);
        assertThat(outboxIds()).containsExactly("accepted-1", "queued");
        assertThat(ledger.timeline(1))
                .extracting(SendLedger.TimelineEntry::state)
                .containsExactly("accepted", "queued");
    }

    @Test
    void whatAnEarlierVersionWroteOfTheFirstStepIsToldOnce() {
        Send send = accepted(send(1));
        queued(send);
        jdbc.update(
                "insert into send_timeline (send_id, happened_at, state, attempt, by_whom) values (1, ?, 'accepted', 0, 'engine')",
                Times.column(send.acceptance().acceptedAt()));
        assertThat(ledger.timeline(1))
                .extracting(SendLedger.TimelineEntry::state)
                .containsExactly("accepted", "queued");
    }

    @Test
    void whatChangedMeanwhileIsLeftOutOfABatch() {
        List<Send> sends = accept(send(1), send(2), send(3));
        queued(sends.get(1));
        List<Send> written = ledger.replaceAll(sends.stream()
                .map(send -> new Change(send, send.queued(NOW), List.of(event("fed-" + send.id()))))
                .toList());
        assertThat(written).extracting(Send::id).containsExactly(1L, 3L);
        assertThat(outboxIds()).contains("fed-1", "fed-3").doesNotContain("fed-2");
        assertThat(ledger.timeline(2)).hasSize(2);
    }

    @Test
    void aBatchIsWrittenInTheOrderItWasGiven() {
        List<Send> sends = accept(send(3), send(1), send(2));
        assertThat(ledger.replaceAll(sends.stream()
                        .map(send -> new Change(send, send.queued(NOW), List.of()))
                        .toList()))
                .extracting(Send::id)
                .containsExactly(3L, 1L, 2L);
    }

    @Test
    void sixteenThreadsWinEachSendOnce() throws Exception {
        List<Send> sends = ledger.accept(
                LongStream.rangeClosed(1, 300).mapToObj(id -> send(id).made()).toList(), send -> List.of());
        Map<Long, AtomicInteger> wins = new ConcurrentHashMap<>();
        together(() -> {
            for (Send send : sends) {
                if (ledger.replace(new Change(send, send.queued(NOW), List.of(event("q-" + send.id()))))) {
                    wins.computeIfAbsent(send.id(), id -> new AtomicInteger()).incrementAndGet();
                }
            }
            return null;
        });
        assertThat(wins).hasSize(300);
        assertThat(wins.values()).allMatch(count -> count.get() == 1);
        assertThat(outboxIds()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void sixteenThreadsWinEachSendOnceInBatchesOfAnyOrder() throws Exception {
        List<Send> sends = ledger.accept(
                LongStream.rangeClosed(1, 300).mapToObj(id -> send(id).made()).toList(), send -> List.of());
        Map<Long, AtomicInteger> wins = new ConcurrentHashMap<>();
        List<Callable<Void>> works = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            List<Send> shuffled = new ArrayList<>(sends);
            Collections.shuffle(shuffled, new Random(thread));
            works.add(() -> {
                for (int from = 0; from < shuffled.size(); from += 30) {
                    ledger.replaceAll(shuffled.subList(from, from + 30).stream()
                                    .map(send -> new Change(send, send.queued(NOW), List.of()))
                                    .toList())
                            .forEach(won -> wins.computeIfAbsent(won.id(), id -> new AtomicInteger())
                                    .incrementAndGet());
                }
                return null;
            });
        }
        together(works);
        assertThat(wins).hasSize(300);
        assertThat(wins.values()).allMatch(count -> count.get() == 1);
        assertThat(count("send_timeline")).isEqualTo(300);
    }

    @Test
    void somebodyElsesTextIsCutAndNeverRefused() {
        Send send = accepted(send(1));
        Cause cause = new Cause(Reason.CLOUD_API, "a\0b" + "x".repeat(9_000), 100);
        assertThat(ledger.replace(new Change(send, send.ended(SendState.FAILED, cause, NOW), List.of())))
                .isTrue();
        assertThat(ledger.find(1))
                .hasValueSatisfying(found -> assertThat(found.progress().cause().detail())
                        .startsWith("abx")
                        .endsWith("x…")
                        .hasSize(4_000));
    }

    // Feeding

    @Test
    void readySendsComeInTheOrderOfAcceptance() {
        accept(
                send(5).to("491"),
                send(3).to("492"),
                send(4).to("493"),
                send(6).to("494").from(DESK),
                send(7).to("495").priority(Priority.OTP),
                send(8).to("496").campaign("spring"));
        assertThat(lanes.ready(SHOP, Priority.TRANSACTIONAL, "", 10))
                .extracting(Send::id)
                .containsExactly(3L, 4L, 5L);
        assertThat(lanes.ready(SHOP, Priority.TRANSACTIONAL, "", 2))
                .extracting(Send::id)
                .containsExactly(3L, 4L);
        assertThat(lanes.ready(SHOP, Priority.OTP, "", 10)).extracting(Send::id).containsExactly(7L);
        assertThat(lanes.ready(SHOP, Priority.CAMPAIGN, "spring", 10))
                .extracting(Send::id)
                .containsExactly(8L);
        assertThat(lanes.ready(SHOP, Priority.CAMPAIGN, "", 10)).isEmpty();
        assertThat(lanes.ready(DESK, Priority.TRANSACTIONAL, "", 10))
                .extracting(Send::id)
                .containsExactly(6L);
    }

    /** Idea 4 of architecture.md: who blocks a person and who does not. */
    @Test
    void aPersonWithSomethingOnTheWayWaits() {
        List<Send> first = accept(
                send(1).to("491"),
                send(2).to("492"),
                send(3).to("493"),
                send(4).to("494"),
                send(5).to("495"),
                send(6).to("496"),
                send(7).to("497").from(DESK));
        queued(first.get(0));
        sending(first.get(1));
        inRetry(first.get(2));
        submitted(first.get(3), "wamid.4");
        Send lost = sending(first.get(4));
        move(lost, lost.ended(SendState.UNKNOWN, Cause.of(Reason.ANSWER_LOST), NOW));
        Send hold = queued(first.get(5));
        move(hold, hold.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), NOW));
        queued(first.get(6));
        accept(
                send(11).to("491"),
                send(12).to("492"),
                send(13).to("493"),
                send(14).to("494"),
                send(15).to("495"),
                send(16).to("496"),
                send(17).to("497"));
        assertThat(lanes.ready(SHOP, Priority.TRANSACTIONAL, "", 10))
                .as("not behind queued, sending, retry; but behind submitted, unknown, held and another number's")
                .extracting(Send::id)
                .containsExactly(14L, 15L, 16L, 17L);
    }

    @Test
    void whatIsNotDueIsNotReady() {
        Send waiting = accepted(send(1).notBefore(NOW.plusSeconds(60)));
        assertThat(lanes.hasReady(SHOP)).isFalse();
        assertThat(lanes.ready(SHOP, Priority.TRANSACTIONAL, "", 10)).isEmpty();
        move(waiting, waiting.ready(NOW.plusSeconds(60)));
        assertThat(lanes.hasReady(SHOP)).isTrue();
        assertThat(lanes.hasReady(DESK)).isFalse();
        assertThat(lanes.ready(SHOP, Priority.TRANSACTIONAL, "", 10)).hasSize(1);
    }

    @Test
    void campaignsWithReadyRowsAreListedOnce() {
        accept(
                send(1).priority(Priority.CAMPAIGN),
                send(2).campaign("b"),
                send(3).campaign("a"),
                send(4).campaign("b"),
                send(5).campaign("c").from(DESK),
                send(6).campaign("d").notBefore(NOW.plusSeconds(60)),
                send(7));
        assertThat(lanes.campaignsReady(SHOP, Priority.CAMPAIGN)).containsExactly("", "a", "b");
        assertThat(lanes.campaignsReady(DESK, Priority.CAMPAIGN)).containsExactly("c");
        assertThat(lanes.campaignsReady(SHOP, Priority.TRANSACTIONAL)).containsExactly("");
        assertThat(lanes.campaignsReady(SHOP, Priority.OTP)).isEmpty();
    }

    @Test
    void theLaneHoldsWhatIsQueuedOrSending() {
        List<Send> sends = accept(send(1).to("491"), send(2).to("492"), send(3).to("493"));
        queued(sends.get(0));
        sending(sends.get(1));
        assertThat(lanes.inLane(SHOP))
                .containsExactly(new WaitingSends.InLane(1, "491", NOW), new WaitingSends.InLane(2, "492", NOW));
        assertThat(lanes.inLane(DESK)).isEmpty();
        assertThat(lanes.inState(SendState.QUEUED, NOW, 10))
                .extracting(Send::id)
                .containsExactly(1L);
    }

    @Test
    void theBacklogCountsWhatHasNotLeft() {
        accept(send(1).to("491"), send(2).to("492"), send(3).to("493").priority(Priority.OTP), send(4).from(DESK));
        inRetry(ledger.find(1).orElseThrow());
        submitted(ledger.find(2).orElseThrow(), "wamid.2");
        assertThat(lanes.backlog(SHOP))
                .containsOnly(Map.entry(Priority.OTP, 1L), Map.entry(Priority.TRANSACTIONAL, 1L));
        assertThat(lanes.backlog("999")).isEmpty();
    }

    // Waking

    @Test
    void dueAndExpiredSendsWake() {
        Instant soon = NOW.plusSeconds(60);
        List<Send> sends = accept(
                send(1).to("491").notBefore(soon),
                send(2).to("492").expires(soon),
                send(3).to("493"),
                send(4).to("494"),
                send(5).to("495").expires(soon),
                send(6).to("496").expires(soon));
        inRetry(sends.get(3));
        queued(sends.get(4));
        submitted(sends.get(5), "wamid.6");
        assertThat(lanes.toWake(NOW, 10)).isEmpty();
        assertThat(lanes.toWake(soon.minusMillis(1), 10)).extracting(Send::id).containsExactly(4L);
        assertThat(lanes.toWake(soon, 10))
                .as("due, expired, retry; not what is in the lane or has left")
                .extracting(Send::id)
                .containsExactlyInAnyOrder(1L, 2L, 4L);
    }

    @Test
    void thoseWhoWaitForThePersonAreFound() {
        List<Send> sends = accept(send(1), send(2), send(3).to("499"), send(4).notBefore(NOW.plusSeconds(9)));
        for (Send send : sends.subList(0, 3)) {
            Send queued = queued(send);
            move(queued, queued.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), NOW));
        }
        assertThat(lanes.heldForWindow(SHOP, "4915112345678"))
                .as("not the one that waits for its time")
                .extracting(Send::id)
                .containsExactly(1L, 2L);
        assertThat(lanes.heldForWindow(DESK, "4915112345678")).isEmpty();
    }

    @Test
    void heldForAReasonAreThoseOfTheNumberThatWaitForIt() {
        List<Send> sends = accept(send(1), send(2).to("491"), send(3).to("492"), send(4).from(DESK), send(5).to("493"));
        Cause paused = Cause.of(Reason.TEMPLATE_PAUSED);
        for (Send send : sends.subList(0, 4)) {
            Send queued = queued(send);
            Cause cause = send.id() == 2 ? Cause.of(Reason.QUIET_HOURS) : paused;
            move(queued, queued.heldUntil(cause, NOW.plusSeconds(60), NOW));
        }
        assertThat(lanes.heldFor(SHOP, Reason.TEMPLATE_PAUSED)).containsExactly(1L, 3L);
        assertThat(lanes.heldFor(DESK, Reason.TEMPLATE_PAUSED)).containsExactly(4L);
        Send first = ledger.find(1).orElseThrow();
        move(first, first.ready(NOW));
        assertThat(lanes.heldFor(SHOP, Reason.TEMPLATE_PAUSED))
                .as("not what may go already")
                .containsExactly(3L);
    }

    // Statuses

    private static StatusRow status(String wamid, DeliveryStatus status, Long sendId) {
        return new StatusRow(wamid, status, sendId, 1, NOW, null, "{\"category\":\"utility\"}");
    }

    @Test
    void aStatusIsKeptOnce() {
        Send send = submitted(accepted(send(1)), "wamid.1");
        Change lift = new Change(
                send,
                send.lifted(SendState.SENT, null, "wamid.1", null, Patience.DEFAULT, NOW),
                List.of(event("result-sent")));
        StatusRow sent = status("wamid.1", DeliveryStatus.SENT, 1L);
        assertThat(ledger.keepStatus(sent, lift, List.of(event("status-sent")))).isEqualTo(StatusResult.KEPT);
        assertThat(ledger.keepStatus(sent, lift, List.of(event("status-again"))))
                .isEqualTo(StatusResult.KNOWN);
        assertThat(ledger.find(1)).map(Send::state).hasValue(SendState.SENT);
        assertThat(outboxIds()).containsExactly("accepted-1", "result-sent", "status-sent");
        assertThat(ledger.statuses(1, "")).containsExactly(sent);
    }

    @Test
    void aStatusThatWasOutrunWritesNothing() {
        Send send = submitted(accepted(send(1)), "wamid.1");
        Change lift = new Change(
                send, send.lifted(SendState.SENT, null, "wamid.1", null, Patience.DEFAULT, NOW), List.of(event("r")));
        move(send, send.lifted(SendState.DELIVERED, null, "wamid.1", null, Patience.DEFAULT, NOW));
        assertThat(ledger.keepStatus(status("wamid.1", DeliveryStatus.SENT, 1L), lift, List.of(event("s"))))
                .isEqualTo(StatusResult.OUTRUN);
        assertThat(count("send_status")).isZero();
        assertThat(outboxIds()).containsExactly("accepted-1");
    }

    @Test
    void statusesAreFoundByOurIdAndByMetas() {
        StatusRow read = status("wamid.1", DeliveryStatus.READ, 1L);
        StatusRow sent = status("wamid.1", DeliveryStatus.SENT, null);
        StatusRow failed = new StatusRow(
                "wamid.0",
                DeliveryStatus.FAILED,
                1L,
                1,
                NOW,
                new Cause(Reason.CLOUD_API, "Meta's words", 131049),
                null);
        StatusRow other = status("wamid.9", DeliveryStatus.SENT, null);
        for (StatusRow row : List.of(read, sent, failed, other)) {
            assertThat(ledger.keepStatus(row, null, List.of())).isEqualTo(StatusResult.KEPT);
        }
        assertThat(ledger.statuses(1, "wamid.1")).containsExactly(sent, read, failed);
        assertThat(ledger.statuses(1, "")).containsExactly(read, failed);
        assertThat(ledger.statuses(2, "wamid.1")).containsExactlyInAnyOrder(sent, read);
    }

    @Test
    void sixteenThreadsKeepAStatusOnce() throws Exception {
        for (int round = 1; round <= 10; round++) {
            String wamid = "wamid." + round;
            Send send = submitted(accepted(send(round).to("49" + round)), wamid);
            Change lift =
                    new Change(send, send.lifted(SendState.SENT, null, wamid, null, Patience.DEFAULT, NOW), List.of());
            StatusRow row = status(wamid, DeliveryStatus.SENT, send.id());
            List<StatusResult> results =
                    together(() -> ledger.keepStatus(row, lift, List.of(event("status-" + wamid))));
            assertThat(results).filteredOn(StatusResult.KEPT::equals).hasSize(1);
        }
        assertThat(count("send_status")).isEqualTo(10);
        assertThat(outboxIds()).filteredOn(id -> id.startsWith("status-")).hasSize(10);
    }

    // Outbox

    @Test
    void theOutboxKeepsOrderAndForgetsWhatWasPublished() {
        AtomicInteger rung = new AtomicInteger();
        outbox.onArrival(channels -> rung.incrementAndGet());
        accept(send(1), send(2), send(3));
        accept(send(4));
        assertThat(rung).hasValue(2);
        List<Outbox.Pending> all = outbox.pending(Outbox.BEGINNING, 10);
        assertThat(outboxIds()).containsExactly("accepted-1", "accepted-2", "accepted-3", "accepted-4");
        assertThat(all.get(0).head())
                .isEqualTo(
                        new Outbox.EventHead("accepted-1", Channel.RESULT, SHOP, "4915112345678", "accepted", "crm"));
        assertThat(all.get(0).json()).contains("\"accepted-1\"").contains("ü\\n€");
        assertThat(outbox.pending(Outbox.BEGINNING, 2)).hasSize(2);
        outbox.published(List.of(all.get(0).position(), all.get(2).position()));
        assertThat(outboxIds()).containsExactly("accepted-2", "accepted-4");
    }

    @Test
    void nobodyIsRungWhenNothingWasCommitted() {
        AtomicInteger rung = new AtomicInteger();
        outbox.onArrival(channels -> rung.incrementAndGet());
        transaction.executeWithoutResult(tx -> {
            outbox.write(List.of(event("never")));
            tx.setRollbackOnly();
        });
        assertThat(outboxIds()).isEmpty();
        assertThat(rung).hasValue(0);
    }

    // Number states

    private static NumberStates.Pause pause(PauseScope scope, String why) {
        return new NumberStates.Pause(scope, why, scope != PauseScope.ALL, NOW);
    }

    @Test
    void aPauseIsKeptUntilItIsResumed() {
        assertThat(states.paused()).isEmpty();
        states.pause(SHOP, pause(PauseScope.ALL, "holidays"));
        states.pause(SHOP, pause(PauseScope.CAMPAIGNS, "quality"));
        states.pause(DESK, pause(PauseScope.TEMPLATES, "payment"));
        states.pause(SHOP, pause(PauseScope.ALL, "stock-taking"));
        assertThat(states.paused()).containsOnlyKeys(SHOP, DESK);
        assertThat(states.paused().get(SHOP))
                .containsExactlyInAnyOrder(
                        pause(PauseScope.ALL, "stock-taking"), pause(PauseScope.CAMPAIGNS, "quality"));
        assertThat(states.paused().get(DESK)).containsExactly(pause(PauseScope.TEMPLATES, "payment"));
        states.resume(SHOP);
        states.resume("999");
        assertThat(states.paused()).containsOnlyKeys(DESK);
    }

    @Test
    void sixteenPausesAtOnceAreOne() throws Exception {
        for (int round = 0; round < 10; round++) {
            String number = "number-" + round;
            together(() -> {
                states.pause(number, pause(PauseScope.ALL, "all at once"));
                return null;
            });
        }
        assertThat(states.paused()).hasSize(10);
    }

    // Searching

    @Test
    void aSearchFindsTheNewestFirst() {
        accept(
                send(1).to("491").client("a"),
                send(2).to("492").client("b"),
                send(3).to("491").client("c").from(DESK),
                send(4).to("491").client("d"));
        queued(ledger.find(4).orElseThrow());
        assertThat(ids(null, null, null, null, null, 10)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(ids(List.of(SHOP), null, null, null, null, 10)).containsExactly(4L, 2L, 1L);
        assertThat(ids(List.of(), null, null, null, null, 10)).isEmpty();
        assertThat(ids(null, "b", null, null, null, 10)).containsExactly(2L);
        assertThat(ids(null, null, SendState.QUEUED, null, null, 10)).containsExactly(4L);
        assertThat(ids(null, null, null, "491", null, 10)).containsExactly(4L, 3L, 1L);
        assertThat(ids(null, null, null, "491", 4L, 1)).containsExactly(3L);
        assertThat(ids(List.of(SHOP, DESK), "d", SendState.QUEUED, "491", 5L, 10))
                .containsExactly(4L);
    }

    private List<Long> ids(List<String> numbers, String client, SendState state, String contact, Long before, int max) {
        return ledger.search(new SendLedger.Filter(numbers, client, state, contact, before, max)).stream()
                .map(Send::id)
                .toList();
    }

    @Test
    void placesAreLetters() {
        assertThat(List.of(LanePlace.values()))
                .extracting(LanePlace::letter)
                .containsExactly("R", "W", "B", "T", "O", "D");
    }
}
