package dev.tandem.store;

import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Event;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.PairDebt;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.Wish;
import dev.tandem.send.Debts;
import dev.tandem.send.ResultEvents;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendLedger.PersonNames;
import dev.tandem.send.SendLedger.StatusResult;
import dev.tandem.send.SendLedger.StatusRow;
import dev.tandem.send.WaitingSends;
import dev.tandem.webhook.Conversations;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.RawIntake;
import dev.tandem.webhook.Search;
import dev.tandem.webhook.UserIdIntake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is who: what webhooks teach, and what follows from it for conversations and sends; the same for every database. */
abstract class IdentitySuite {

    private static final String OLD = "15550100077";
    private static final String NEW = "15550100078";
    private static final String ID = SHOP.phoneNumberId();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final JdbcOutbox outbox;
    private final JdbcWindows windows;
    private final Conversations conversations;
    private final JdbcSendLedger ledger;
    private final WaitingSends lanes;
    private final JdbcContactBook book;
    private final MessageIntake messages;
    private final UserIdIntake userIds;
    private final JdbcWishes wishes;
    private final ResultEvents results = new ResultEvents(TestNumbers.DIRECTORY);

    IdentitySuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        windows = new JdbcWindows(jdbc);
        conversations = new JdbcConversations(jdbc);
        ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        lanes = new JdbcWaitingSends(jdbc);
        book = new JdbcContactBook(jdbc);
        wishes = new JdbcWishes(jdbc, transaction);
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        messages = new MessageIntake(new JdbcMessages(jdbc, transaction, outbox), new FakeOwnSends(), clock);
        userIds = new UserIdIntake(
                new JdbcPeople(jdbc, transaction), new RawIntake(new JdbcWebhookItems(jdbc, transaction, outbox)));
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    // What comes in

    private void writes(@Nullable String phone, @Nullable String userId, String id, long at) {
        String who = (phone == null ? "" : "\"from\":\"" + phone + "\",")
                + (userId == null ? "" : "\"from_user_id\":\"" + userId + "\",");
        messages.take(item(body(change(
                "messages",
                value("\"messages\":[{" + who + "\"id\":\"" + id + "\",\"timestamp\":" + at
                        + ",\"type\":\"text\",\"text\":{\"body\":\"" + id + "\"}}]")))));
    }

    private boolean changesNumber(String from, String to, String id, long at) {
        return messages.take(item(body(change(
                "messages",
                value("\"messages\":[{\"from\":\"" + from + "\",\"id\":\"" + id + "\",\"timestamp\":" + at
                        + ",\"type\":\"system\",\"system\":{\"body\":\"" + id
                        + "\",\"type\":\"user_changed_number\",\"wa_id\":\"" + to + "\"}}]")))));
    }

    private boolean changesUserId(@Nullable String waId, String previous, String current, long at) {
        return userIds.take(item(body(change(
                "user_id_update",
                value("\"user_id_update\":[{" + (waId == null ? "" : "\"wa_id\":\"" + waId + "\",")
                        + "\"user_id\":{\"previous\":\"" + previous + "\",\"current\":\"" + current
                        + "\"},\"timestamp\":\"" + at + "\"}]")))));
    }

    private List<String> thread(String name) {
        return conversations.lines(SHOP, name, Search.ALL, null, 100).stream()
                .map(Conversations.Line::text)
                .toList();
    }

    private String contact(String name) {
        return conversations.find(SHOP, name).orElseThrow().contact();
    }

    private int threads() {
        return conversations.list(SHOP, Search.ALL, null, 100).size();
    }

    private boolean isOpen(String name) {
        return windows.at(SHOP, name, RECEIVED).open();
    }

    // What goes out

    private Send accepted(long id, Recipient to) {
        Send send = Send.accepted(new Send.Acceptance(
                id,
                ID,
                "c" + id,
                "hash",
                to,
                dev.tandem.domain.Priority.TRANSACTIONAL,
                "",
                "{\"message\":{}}",
                "test",
                RECEIVED,
                null,
                RECEIVED.plus(Duration.ofDays(1))));
        return ledger.accept(book.resolve(List.of(send)), made -> results.of(null, made))
                .get(0);
    }

    private Send toPhone(long id, String phone) {
        return accepted(id, Recipient.ofPhone(phone));
    }

    private Send toUser(long id, String userId) {
        return accepted(id, Recipient.ofUserId(userId));
    }

    private Send move(Send before, Send after) {
        assertThat(ledger.replace(new SendLedger.Change(before, after, results.of(before, after))))
                .isTrue();
        return after;
    }

    private Send sending(Send send) {
        Send queued = move(send, send.queued(RECEIVED));
        return move(queued, queued.sending(MessageMode.FREEFORM, RECEIVED));
    }

    private Send submitted(Send send, @Nullable String waId) {
        Send sending = sending(send);
        return move(
                sending,
                sending.after(new Outcome.Submitted("wamid." + send.id(), waId, false), Patience.DEFAULT, RECEIVED));
    }

    private StatusResult status(Send send, @Nullable String waId, @Nullable String userId) {
        return status(send, "wamid." + send.id(), DeliveryStatus.SENT, waId, userId);
    }

    private StatusResult status(
            Send send, String wamid, DeliveryStatus status, @Nullable String waId, @Nullable String userId) {
        Send.Acceptance sent = send.acceptance();
        return ledger.keepStatus(
                new StatusRow(wamid, status, send.id(), 1, RECEIVED, null, null),
                null,
                List.of(),
                new PersonNames(ID, sent.recipient(), waId, userId, sent.acceptedAt()));
    }

    private String keyOf(Send send) {
        Send standing = ledger.find(send.id()).orElseThrow();
        assertThat(standing.acceptance().recipient().address())
                .as("the address stays as it was given")
                .isEqualTo(send.acceptance().recipient().address());
        return standing.acceptance().recipient().contact();
    }

    private long names() {
        return jdbc.queryForObject("select count(*) from contact_name", Long.class);
    }

    // Acceptance

    @Test
    void aSendBelongsToThePersonWhoIsKnownUnderAnyForm() {
        writes("551187654321", "BR.1", "oi", NOW);
        List<Send> sends = List.of(
                toPhone(1, "5511987654321"),
                toPhone(2, "551187654321"),
                toUser(3, "BR.1"),
                toPhone(4, "4915112345678"));
        assertThat(sends)
                .extracting(send -> send.acceptance().recipient().contact())
                .containsExactly("551187654321", "551187654321", "551187654321", "4915112345678");
        assertThat(sends)
                .extracting(send -> send.acceptance().recipient().address())
                .containsExactly("5511987654321", "551187654321", "BR.1", "4915112345678");
        assertThat(sends).allSatisfy(send -> assertThat(ledger.find(send.id())).hasValue(send));
    }

    @Test
    void anotherNumbersPeopleAreOthers() {
        writes("551187654321", null, "oi", NOW);
        Send other = Sends.send(9)
                .from(TestNumbers.DESK.phoneNumberId())
                .to("5511987654321")
                .made();
        assertThat(book.resolve(List.of(other))).containsExactly(other);
    }

    @Test
    void acceptanceWritesNoNames() {
        toPhone(1, "5511987654321");
        toUser(2, "BR.1");
        assertThat(names()).isZero();
    }

    @Test
    void aBatchOfManyIsResolvedInOrder() {
        writes("5215512345678", null, "hola", NOW);
        List<Send> many = IntStream.range(0, 1_000)
                .mapToObj(i -> Sends.send(i)
                        .to(i % 100 == 7 ? "525512345678" : "49170" + (1_000_000 + i))
                        .made())
                .toList();
        List<Send> resolved = book.resolve(many);
        assertThat(resolved)
                .extracting(Send::id)
                .containsExactlyElementsOf(many.stream().map(Send::id).toList());
        assertThat(resolved)
                .filteredOn(send -> send.acceptance().recipient().contact().equals("5215512345678"))
                .hasSize(10);
    }

    // Sends follow

    @Test
    void sendsOfEveryStateFollowWhenThreadsAreJoined() {
        writes(null, "US.1", "by id", NOW - 60);
        writes(OLD, null, "by phone", NOW - 50);
        Send ready = toUser(1, "US.1");
        Send done = submitted(toUser(2, "US.1"), null);
        Send held = toUser(3, "US.1");
        held = move(held, held.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), RECEIVED));
        Send lane = sending(toUser(4, "US.1"));
        Send ended = toUser(5, "US.1");
        move(ended, ended.ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), RECEIVED));
        Send phone = toPhone(6, OLD);
        assertThat(keyOf(ready)).isEqualTo("US.1");

        writes(OLD, "US.1", "by both", NOW - 40);
        for (Send send : List.of(ready, done, held, lane, ended, phone)) {
            assertThat(keyOf(send)).isEqualTo(OLD);
        }
        assertThat(thread("US.1")).filteredOn(text -> text != null).containsExactly("by both", "by phone", "by id");
        assertThat(threads()).isEqualTo(1);
        assertThat(lanes.heldForWindow(ID, OLD)).extracting(Send::id).containsExactly(3L);
    }

    @Test
    void aSendOnItsWayGoesOnWhenThePersonIsJoined() {
        Send sending = sending(toUser(1, "US.1"));
        writes(OLD, "US.1", "hello", NOW);
        assertThat(keyOf(sending)).isEqualTo(OLD);
        Send after = sending.after(new Outcome.Submitted("wamid.1", OLD, false), Patience.DEFAULT, RECEIVED);
        assertThat(ledger.replace(new SendLedger.Change(sending, after, List.of())))
                .isTrue();
        assertThat(keyOf(after)).isEqualTo(OLD);
    }

    @Test
    void whatWaitsForTheWindowIsAskedAgainWhenTheOtherNameIsLearned() {
        writes(OLD, null, "my window is open", NOW);
        Send held = toUser(1, "US.1");
        held = move(held, held.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), RECEIVED));
        assertThat(lanes.toWake(RECEIVED, 10)).isEmpty();
        status(submitted(toUser(2, "US.1"), null), OLD, "US.1");
        assertThat(lanes.toWake(RECEIVED, 10)).extracting(Send::id).containsExactly(1L);
        assertThat(keyOf(held)).isEqualTo(OLD);
        assertThat(isOpen(keyOf(held))).isTrue();
    }

    @Test
    void whatAPersonWasSentCountsTogether() {
        JdbcDebts debts = new JdbcDebts(jdbc);
        Instant later = RECEIVED.plusSeconds(3);
        JdbcDebts.write(jdbc, toUser(1, "US.1"), new Debts.Debit(new PairDebt(RECEIVED, later, 2, 1), false));
        writes(OLD, "US.1", "hello", NOW);
        assertThat(debts.pair(ID, OLD)).hasValue(new PairDebt(RECEIVED, later, 2, 1));
        JdbcDebts.write(jdbc, toUser(2, "US.2"), new Debts.Debit(new PairDebt(RECEIVED, RECEIVED, 3, 0), false));
        changesUserId(OLD, "US.1", "US.2", NOW);
        assertThat(debts.pair(ID, OLD)).hasValue(new PairDebt(RECEIVED, later, 5, 1));
        assertThat(debts.pair(ID, "US.2")).isEmpty();
    }

    // Answers and statuses

    @Test
    void anAnswerTeachesAnotherNumberOfTheSamePerson() {
        Send send = submitted(toPhone(1, "33612345678"), "33799999999");
        assertThat(keyOf(send)).isEqualTo("33612345678");
        assertThat(keyOf(toPhone(2, "33799999999"))).isEqualTo("33612345678");
        writes("33799999999", null, "it is me", NOW);
        assertThat(isOpen("33612345678")).isTrue();
    }

    @Test
    void anAnswerThatSaysNothingNewWritesNothing() {
        submitted(toPhone(1, OLD), OLD);
        submitted(toPhone(2, OLD), null);
        assertThat(names()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStatusTeachesTheUserIdBeforeOrAfterThePersonWrites(boolean before) {
        Send send = submitted(toPhone(1, OLD), OLD);
        if (before) {
            status(send, OLD, "US.1");
        }
        writes(null, "US.1", "who am I", NOW);
        if (!before) {
            assertThat(threads()).isEqualTo(1);
            assertThat(isOpen(OLD)).isFalse();
            status(send, OLD, "US.1");
        }
        assertThat(contact("US.1")).isEqualTo(OLD);
        assertThat(isOpen(OLD)).isTrue();
        assertThat(keyOf(send)).isEqualTo(OLD);
        Conversations.Conversation one = conversations.find(SHOP, OLD).orElseThrow();
        assertThat(one.userId()).isEqualTo("US.1");
        assertThat(one.waId()).isEqualTo(OLD);
        assertThat(threads()).isEqualTo(1);
    }

    @Test
    void aUserIdSendIsThePhonesOnceMetaSaysSo() {
        Send first = submitted(toUser(1, "US.1"), OLD);
        assertThat(keyOf(first)).as("a phone number is the better key").isEqualTo(OLD);
        assertThat(toUser(2, "US.1").acceptance().recipient().knownPhone()).hasValue(OLD);
    }

    @Test
    void aStatusThatSaysNothingNewWritesNoName() {
        Send send = submitted(toPhone(1, OLD), OLD);
        status(send, OLD, null);
        assertThat(names()).isZero();
        status(send, "wamid.1", DeliveryStatus.DELIVERED, OLD, "US.1");
        assertThat(jdbc.queryForList("select * from contact_name order by name"))
                .hasSize(2);
        List<Map<String, Object>> known = jdbc.queryForList("select * from contact_name order by name");
        status(send, "wamid.1", DeliveryStatus.READ, OLD, "US.1");
        assertThat(jdbc.queryForList("select * from contact_name order by name"))
                .isEqualTo(known);
    }

    /** 131026 and the like come without names, and a message from the phone app has no send. */
    @Test
    void aStatusOfNobodysSendJoinsTheTwoNamesItSays() {
        StatusRow row = new StatusRow("wamid.app", DeliveryStatus.READ, null, 0, RECEIVED, null, null);
        ledger.keepStatus(row, null, List.of(), new PersonNames(ID, null, OLD, "US.1", RECEIVED));
        assertThat(keyOf(toUser(1, "US.1"))).isEqualTo(OLD);
    }

    @Test
    void manyStatusesAtOnceTeachOnceAndLoseNone() throws Exception {
        List<Callable<StatusResult>> works = new ArrayList<>();
        for (int person = 0; person < 4; person++) {
            String phone = "4917000000" + person;
            String userId = "DE." + person;
            toUser(100 + person, userId);
            for (int i = 0; i < 4; i++) {
                Send send = submitted(toPhone(person * 4 + i, phone), phone);
                works.add(() -> {
                    StatusResult result = StatusResult.OUTRUN;
                    while (result == StatusResult.OUTRUN) {
                        result = status(send, phone, userId);
                    }
                    return result;
                });
            }
        }
        Collections.shuffle(works, new Random(3));
        assertThat(SendLedgerSuite.together(works)).containsOnly(StatusResult.KEPT);
        assertThat(jdbc.queryForObject("select count(*) from send_status", Long.class))
                .isEqualTo(16);
        assertThat(names()).isEqualTo(8);
        for (int person = 0; person < 4; person++) {
            assertThat(ledger.find(100 + person)
                            .orElseThrow()
                            .acceptance()
                            .recipient()
                            .contact())
                    .isEqualTo("4917000000" + person);
        }
    }

    // New user ids

    @Test
    void aNewUserIdLeadsToTheSamePersonAndJoinsThreads() {
        writes(OLD, "US.1", "before", NOW - 100);
        writes(null, "US.2", "after", NOW - 10);
        Send held = toUser(1, "US.2");
        assertThat(threads()).isEqualTo(2);
        assertThat(changesUserId(null, "US.1", "US.2", NOW - 20)).isTrue();
        assertThat(threads()).isEqualTo(1);
        assertThat(thread(OLD)).contains("after", "before");
        assertThat(keyOf(held)).isEqualTo(OLD);
        assertThat(contact("US.1")).isEqualTo(OLD);
        assertThat(conversations.find(SHOP, OLD).orElseThrow().userId()).isEqualTo("US.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "21", "1212", "2211", "2121"})
    void theNewestUserIdStandsInWhateverOrderTheyCome(String order) throws Exception {
        writes(OLD, "US.1", "hello", NOW - 1000);
        for (char c : order.toCharArray()) {
            if (c == '1') {
                changesUserId(OLD, "US.1", "US.2", NOW - 500);
            } else {
                changesUserId(OLD, "US.2", "US.3", NOW - 400);
            }
        }
        assertThat(conversations.find(SHOP, "US.1").orElseThrow().userId()).isEqualTo("US.3");
        assertThat(threads()).isEqualTo(1);
        for (String name : List.of("US.1", "US.2", "US.3")) {
            assertThat(contact(name)).isEqualTo(OLD);
        }
        assertThat(events("user_id_update")).as("each is told once").hasSize(2);
        writes(OLD, null, "again", NOW);
        assertThat(events("text").get(1).path("contact").path("userId").asText())
                .isEqualTo("US.3");
    }

    @Test
    void aNewUserIdOfNobodyKnownIsRememberedForLater() {
        changesUserId(null, "US.1", "US.2", NOW - 100);
        writes(OLD, "US.2", "hello", NOW);
        assertThat(keyOf(toUser(1, "US.1"))).isEqualTo(OLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"wa_id\":\"15550100077\",\"timestamp\":\"1793000310\"}",
                "{\"user_id\":{\"current\":\"US.2\"},\"timestamp\":\"1793000310\"}",
                "{\"user_id\":{\"previous\":\"US.1\",\"current\":\"US.2\"},\"timestamp\":\"soon\"}"
            })
    void anUpdateThatDoesNotSayEnoughIsToldAndTeachesNothing(String update) {
        assertThat(userIds.take(item(body(change("user_id_update", value("\"user_id_update\":[" + update + "]"))))))
                .isTrue();
        assertThat(names()).isZero();
        assertThat(outbox.pending(Outbox.BEGINNING, 10)).hasSize(1);
    }

    // New numbers

    @Test
    void aNewNumberKeepsTheThreadAndTheSendsAndItsNoticeOpensNothing() {
        writes(OLD, "US.1", "before", NOW - 100_000);
        Send held = toPhone(1, OLD);
        assertThat(changesNumber(OLD, NEW, "moved", NOW - 50)).isTrue();
        assertThat(contact(NEW)).isEqualTo(NEW);
        assertThat(contact("US.1")).isEqualTo(NEW);
        assertThat(isOpen(NEW)).isFalse();
        assertThat(keyOf(held)).isEqualTo(NEW);
        writes(NEW, null, "after", NOW);
        assertThat(isOpen(NEW)).isTrue();
        assertThat(thread(NEW)).filteredOn(text -> text != null).containsExactly("after", "moved", "before");
        assertThat(threads()).isEqualTo(1);
        assertThat(conversations.find(SHOP, NEW).orElseThrow().waId()).isEqualTo(NEW);
        assertThat(contact(OLD)).as("the old number still finds them").isEqualTo(NEW);
    }

    @Test
    void whoeverWritesFromTheOldNumberLaterIsSomebodyElse() {
        writes(OLD, "US.1", "before", NOW - 100);
        changesNumber(OLD, NEW, "moved", NOW - 50);
        writes(OLD, "US.9", "I am new here", NOW - 10);
        assertThat(threads()).isEqualTo(2);
        assertThat(thread(NEW)).containsExactly("moved", "before");
        assertThat(thread(OLD)).containsExactly("I am new here");
        assertThat(contact("US.9")).isEqualTo(OLD);
        assertThat(isOpen(NEW)).isTrue();
        // What was written before the change and comes only now belongs to who had the number then.
        writes(OLD, null, "late", NOW - 60);
        assertThat(thread(NEW)).containsExactly("moved", "late", "before");
        assertThat(keyOf(toPhone(1, OLD))).isEqualTo(OLD);
        assertThat(keyOf(toPhone(2, NEW))).isEqualTo(NEW);
    }

    @Test
    void aSendToTheOldNumberAfterTheChangeIsNotThePersons() {
        writes(OLD, "US.1", "before", NOW - 100);
        changesNumber(OLD, NEW, "moved", NOW - 50);
        Send send = toPhone(1, OLD);
        assertThat(keyOf(send)).isEqualTo(OLD);
        assertThat(isOpen(OLD)).isFalse();
        assertThat(isOpen(NEW)).isTrue();
    }

    @Test
    void aLateStatusDoesNotGiveTheOldNumberBack() {
        writes(OLD, "US.1", "before", NOW - 100);
        Send send = submitted(toPhone(1, OLD), OLD);
        changesNumber(OLD, NEW, "moved", NOW + 50);
        status(send, OLD, "US.1");
        assertThat(keyOf(send)).isEqualTo(NEW);
        writes(OLD, null, "somebody", NOW + 100);
        assertThat(thread(OLD)).containsExactly("somebody");
    }

    @Test
    void threadsOfBothNumbersBecomeOne() {
        writes(OLD, null, "old", NOW - 100);
        writes(NEW, null, "new", NOW - 80);
        Send first = toPhone(1, OLD);
        Send second = toPhone(2, NEW);
        assertThat(threads()).isEqualTo(2);
        changesNumber(OLD, NEW, "moved", NOW - 90);
        assertThat(threads()).isEqualTo(1);
        assertThat(thread(NEW)).filteredOn(text -> text != null).containsExactly("new", "moved", "old");
        assertThat(keyOf(first)).isEqualTo(NEW);
        assertThat(keyOf(second)).isEqualTo(NEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "21", "1221", "2112"})
    void twoChangesLeadToTheLastNumberInWhateverOrderTheyCome(String order) {
        String last = "15550100079";
        writes(OLD, "US.1", "before", NOW - 1000);
        for (char c : order.toCharArray()) {
            if (c == '1') {
                changesNumber(OLD, NEW, "first move", NOW - 500);
            } else {
                changesNumber(NEW, last, "second move", NOW - 400);
            }
        }
        assertThat(threads()).isEqualTo(1);
        assertThat(contact(last)).isEqualTo(last);
        assertThat(thread(last)).containsExactly("second move", "first move", "before");
        writes(OLD, null, "x", NOW - 1);
        writes(NEW, null, "y", NOW);
        assertThat(threads()).isEqualTo(3);
        assertThat(thread(last)).containsExactly("second move", "first move", "before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "21", "2121"})
    void whoMovesBackHasTheOldNumberAgainInWhateverOrderItIsTold(String order) {
        writes(OLD, "US.1", "before", NOW - 1000);
        for (char c : order.toCharArray()) {
            if (c == '1') {
                changesNumber(OLD, NEW, "away", NOW - 500);
            } else {
                changesNumber(NEW, OLD, "back", NOW - 400);
            }
        }
        assertThat(threads()).isEqualTo(1);
        assertThat(contact(OLD)).isEqualTo(OLD);
        writes(OLD, null, "home", NOW);
        assertThat(thread(OLD)).containsExactly("home", "back", "away", "before");
        writes(NEW, null, "somebody else", NOW);
        assertThat(threads()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void numberAndUserIdChangeTogetherInEitherOrder(boolean idFirst) {
        writes(OLD, "US.1", "before", NOW - 1000);
        if (idFirst) {
            changesUserId(NEW, "US.1", "US.2", NOW - 500);
            changesNumber(OLD, NEW, "moved", NOW - 500);
        } else {
            changesNumber(OLD, NEW, "moved", NOW - 500);
            changesUserId(NEW, "US.1", "US.2", NOW - 500);
        }
        assertThat(threads()).isEqualTo(1);
        assertThat(contact("US.2")).isEqualTo(NEW);
        assertThat(contact("US.1")).isEqualTo(NEW);
        writes(OLD, "US.9", "I am new here", NOW);
        assertThat(threads()).isEqualTo(2);
        assertThat(thread(NEW)).containsExactly("moved", "before");
    }

    @Test
    void theOtherFormOfTheOldNumberIsLeft() {
        writes("551187654321", null, "oi", NOW - 100);
        changesNumber("5511987654321", "5511988887777", "mudei", NOW - 50);
        assertThat(contact("551188887777")).isEqualTo("5511988887777");
        writes("551187654321", null, "outro", NOW);
        assertThat(threads()).isEqualTo(2);
    }

    @Test
    void aNoticeOfANewUserIdNamesTheSamePerson() {
        writes(OLD, "US.1", "before", NOW - 100);
        messages.take(item(body(change(
                "messages",
                value("\"messages\":[{\"from\":\"" + OLD + "\",\"id\":\"w\",\"timestamp\":" + (NOW - 50)
                        + ",\"type\":\"system\",\"system\":{\"body\":\"new id\",\"type\":\"user_changed_user_id\","
                        + "\"user_id\":\"US.2\"}}]")))));
        assertThat(contact("US.2")).isEqualTo(OLD);
        assertThat(conversations.find(SHOP, OLD).orElseThrow().userId()).isEqualTo("US.2");
        assertThat(thread(OLD)).containsExactly("new id", "before");
    }

    @Test
    void theSameNoticeAgainChangesNothing() {
        writes(OLD, null, "before", NOW - 100);
        assertThat(changesNumber(OLD, NEW, "moved", NOW - 50)).isTrue();
        writes(OLD, null, "somebody", NOW - 10);
        assertThat(changesNumber(OLD, NEW, "moved", NOW - 50)).isFalse();
        assertThat(thread(OLD)).containsExactly("somebody");
        assertThat(thread(NEW)).containsExactly("moved", "before");
    }

    /** Somebody new has the number already when the notice of the one who left it comes. */
    @Test
    void aLateNoticeDoesNotMoveWhoCameAfter() {
        writes(OLD, "US.9", "I am new here", NOW - 10);
        changesNumber(OLD, NEW, "moved", NOW - 50);
        assertThat(contact(OLD)).isEqualTo(OLD);
        assertThat(thread(OLD)).containsExactly("I am new here");
        assertThat(thread(NEW)).containsExactly("moved");
    }

    @Test
    void aNumberThatDoesNotChangeIsKept() {
        writes("551187654321", null, "oi", NOW - 100);
        changesNumber("551187654321", "5511987654321", "nove", NOW - 50);
        writes("551187654321", null, "eu", NOW);
        assertThat(threads()).isEqualTo(1);
    }

    /** Neither does a person get what they did not want, nor does somebody else count as having agreed. */
    @Test
    void wishesGoWithThePersonAndAnAgreementIsNotInherited() {
        writes(OLD, null, "before", NOW - 100);
        Wish optIn = new Wish(OLD, null, Wish.Kind.OPT_IN, true, "crm", Instant.ofEpochSecond(NOW - 90));
        Wish optOut = new Wish(OLD, ID, Wish.Kind.NO_MARKETING, true, "person", Instant.ofEpochSecond(NOW - 80));
        wishes.keep(List.of(optIn, optOut));
        changesNumber(OLD, NEW, "moved", NOW - 50);
        assertThat(wishes.of(NEW)).containsExactlyInAnyOrder(optIn, optOut);
        writes(OLD, "US.9", "I am new here", NOW - 10);
        assertThat(wishes.of("US.9")).containsExactly(optOut);
        assertThat(wishes.of(OLD)).containsExactly(optOut);
        Wish own = new Wish(OLD, null, Wish.Kind.OPT_IN, true, "crm", Instant.ofEpochSecond(NOW));
        wishes.keep(List.of(own));
        assertThat(wishes.of(OLD)).containsExactlyInAnyOrder(optOut, own);
        assertThat(wishes.of(NEW)).containsExactly(optOut);
    }

    // Searching and telling

    @Test
    void sendsAreFoundUnderEveryName() {
        Send first = toPhone(1, "5511987654321");
        Send second = toUser(2, "BR.1");
        writes("551187654321", "BR.1", "oi", NOW - 100);
        changesNumber("551187654321", "5511988887777", "mudei", NOW - 50);
        for (String name : List.of("5511987654321", "551187654321", "BR.1", "5511988887777", "551188887777")) {
            assertThat(ledger.search(new SendLedger.Filter(List.of(ID), null, null, name, null, 10)))
                    .as(name)
                    .extracting(Send::id)
                    .containsExactly(second.id(), first.id());
        }
        assertThat(ledger.search(new SendLedger.Filter(null, null, null, "49170", null, 10)))
                .isEmpty();
    }

    private List<JsonNode> events(String type) {
        return outbox.pending(Outbox.BEGINNING, 1_000).stream()
                .filter(event -> event.head().type().equals(type))
                .map(event -> read(event.json()))
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyEventSaysBothNamesOnceBothAreKnown() {
        writes(OLD, "US.1", "hello", NOW - 100);
        writes(OLD, null, "by phone", NOW - 90);
        writes(null, "US.1", "by id", NOW - 80);
        Send toUser = submitted(toUser(1, "US.1"), null);
        Send toPhone = submitted(toPhone(2, OLD), null);
        ledger.keepStatus(
                new StatusRow("wamid.1", DeliveryStatus.SENT, toUser.id(), 1, RECEIVED, null, null),
                null,
                List.of(new Event(
                        "e1", dev.tandem.domain.Channel.STATUS, ID, "US.1", "sent", null, Map.of("type", "sent"))));
        assertThat(toPhone.state()).isEqualTo(SendState.SUBMITTED);
        List<Outbox.Pending> all = outbox.pending(Outbox.BEGINNING, 100);
        assertThat(all).hasSize(8).allSatisfy(event -> {
            JsonNode contact = read(event.json()).path("contact");
            assertThat(contact.path("waId").asText()).as(event.json()).isEqualTo(OLD);
            assertThat(contact.path("userId").asText()).as(event.json()).isEqualTo("US.1");
            assertThat(event.head().contact()).isEqualTo(OLD);
        });
        assertThat(events("submitted"))
                .extracting(event -> event.path("item").path("to").asText())
                .containsExactly("US.1", OLD);
    }

    @Test
    void whatAnEventSaysItselfStays() {
        writes("551187654321", "BR.1", "oi", NOW - 100);
        toPhone(1, "5511987654321");
        assertThat(events("accepted")).singleElement().satisfies(event -> {
            assertThat(event.path("contact").path("waId").asText()).isEqualTo("5511987654321");
            assertThat(event.path("contact").path("userId").asText()).isEqualTo("BR.1");
        });
        toPhone(2, "4917012345678");
        assertThat(events("accepted").get(1).path("contact").has("userId")).isFalse();
    }

    @Test
    void theNoticeOfANewNumberTellsTheNewOne() {
        writes(OLD, "US.1", "before", NOW - 100);
        changesNumber(OLD, NEW, "moved", NOW - 50);
        assertThat(events("system")).singleElement().satisfies(event -> {
            assertThat(event.path("contact").path("waId").asText()).isEqualTo(NEW);
            assertThat(event.path("contact").path("userId").asText()).isEqualTo("US.1");
            assertThat(event.path("window").path("open").asBoolean()).isTrue();
        });
    }
}
