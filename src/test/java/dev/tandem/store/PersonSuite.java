package dev.tandem.store;

import static dev.tandem.TestNumbers.DESK;
import static dev.tandem.TestNumbers.SHOP;
import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.first;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.message;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.LanePlace;
import dev.tandem.domain.MessageMode;
import dev.tandem.domain.Outcome;
import dev.tandem.domain.Patience;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.domain.Wish;
import dev.tandem.operation.PersonDesk;
import dev.tandem.operation.WebhookArchive;
import dev.tandem.send.ResultEvents;
import dev.tandem.send.SendDesk;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import dev.tandem.send.SendMoves;
import dev.tandem.send.WaitingSends;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.RawIntake;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A person exported and forgotten: the same for every database. */
abstract class PersonSuite {

    private static final String MINA = "15550100077";
    private static final String MINAS_USER_ID = "US.4f00aa11bb22";

    /** A neighbour whose number begins like hers. */
    private static final String OTHER = "155501000771";

    private static final List<String> TABLES = List.of(
            "send",
            "send_timeline",
            "send_status",
            "message",
            "message_change",
            "conversation",
            "contact_name",
            "webhook_item",
            "webhook_raw",
            "webhook_quarantine",
            "outbox",
            "consent",
            "former_name",
            "pair_debt",
            "portfolio_person");

    private final JdbcTemplate jdbc;
    private final JdbcSendLedger ledger;
    private final WaitingSends lanes;
    private final JdbcWebhookArchive archive;
    private final MessageIntake messages;
    private final RawIntake raw;
    private final PersonDesk desk;
    private long ids = 1_000;

    PersonSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        Clock clock = Clock.fixed(RECEIVED, ZoneOffset.UTC);
        JdbcOutbox outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        lanes = new JdbcWaitingSends(jdbc);
        archive = new JdbcWebhookArchive(jdbc, transaction);
        messages = new MessageIntake(new JdbcMessages(jdbc, transaction, outbox), new FakeOwnSends(), clock);
        raw = new RawIntake(new JdbcWebhookItems(jdbc, transaction, outbox));
        SendMoves moves = new SendMoves(ledger, new ResultEvents(TestNumbers.DIRECTORY), number -> {});
        desk = new PersonDesk(
                new JdbcPersons(jdbc, transaction),
                List.of(
                        new PersonalNames(jdbc),
                        new PersonalConversations(jdbc),
                        new PersonalMessages(jdbc),
                        new PersonalSends(jdbc),
                        new PersonalItems(jdbc),
                        new PersonalWebhooks(jdbc),
                        new PersonalWishes(jdbc),
                        new PersonalDebts(jdbc)),
                ledger,
                new SendDesk(ledger, moves, new SendIds(clock), clock),
                clock);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private Send accept(Sends sends) {
        Send send = sends.request(
                        "{\"to\":\"" + MINA + "\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"secret\"}}}")
                .expires(RECEIVED.plus(Duration.ofDays(1)))
                .made();
        ledger.accept(List.of(send), written -> List.of());
        return send;
    }

    private Send move(Send before, Send after) {
        ledger.replaceAll(List.of(new SendLedger.Change(before, after, List.of())));
        return after;
    }

    private Send sending(Sends sends) {
        Send queued = accept(sends).queued(RECEIVED);
        Send first = ledger.find(queued.id()).orElseThrow();
        move(first, queued);
        return move(queued, queued.sending(MessageMode.FREEFORM, RECEIVED));
    }

    private void everythingAboutMina() {
        messages.take(item(inbound(text("wamid.in", NOW - 60, "a secret"))));
        raw.take(first(body(change(
                "history",
                value("\"history\":[{\"metadata\":{\"phase\":0,\"chunk_order\":1},\"threads\":[{\"id\":\"" + MINA
                        + "\",\"messages\":[{\"id\":\"wamid.h\",\"text\":{\"body\":\"old secret\"}}]}]}]")))));
        archive.keep(List.of(copy(inbound(text("wamid.in", NOW - 60, "a secret")))));
        Send sending = sending(Sends.send(++ids).to(MINA));
        Send submitted = move(
                sending, sending.after(new Outcome.Submitted("wamid.out", MINA, false), Patience.DEFAULT, RECEIVED));
        ledger.keepStatus(
                new SendLedger.StatusRow("wamid.out", DeliveryStatus.READ, submitted.id(), 1, RECEIVED, null, null),
                null,
                List.of());
        Send failed = accept(Sends.send(++ids).toUser(MINAS_USER_ID));
        move(failed, failed.ended(SendState.FAILED, Cause.of(Reason.CLOUD_API, "No such secret"), RECEIVED));
    }

    private static WebhookArchive.Copy copy(String text) {
        return new WebhookArchive.Copy(text.getBytes(StandardCharsets.UTF_8), RECEIVED);
    }

    /** Every row of every table as text. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        TABLES.forEach(table -> all.append(jdbc.queryForList("select * from " + table)));
        return all.toString();
    }

    @Test
    void everythingIsExportedUnderAnyName() throws JsonProcessingException {
        everythingAboutMina();
        Map<String, List<Map<String, Object>>> export = desk.export(SHOP, MINA);
        assertThat(export.get("names")).extracting(row -> row.get("name")).containsExactly(MINA, MINAS_USER_ID);
        assertThat(export.get("conversations")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("name", "Mina Example"));
        assertThat(export.get("messages")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("text", "a secret"));
        assertThat(export.get("sends")).extracting(row -> row.get("state")).containsExactly("submitted", "failed");
        assertThat((List<?>) export.get("sends").get(0).get("timeline")).hasSize(4);
        assertThat(export.get("items")).hasSize(1);
        assertThat(export.get("webhooks")).hasSize(1);
        String json = new ObjectMapper().writeValueAsString(export);
        assertThat(json).contains("a secret", "old secret", "No such secret", "\"body\":\"secret\"");
        assertThat(new ObjectMapper().writeValueAsString(desk.export(SHOP, MINAS_USER_ID)))
                .isEqualTo(json);
        assertThat(desk.export(DESK, MINA).values())
                .as("another number knows nothing")
                .allMatch(List::isEmpty);
    }

    @Test
    void whatWasSaidAboutMessagesIsExportedAndForgottenToo() {
        messages.take(item(inbound(text("wamid.in", NOW - 60, "a secret"))));
        messages.take(
                item(
                        inbound(
                                message(
                                        "wamid.edit",
                                        NOW,
                                        "edit",
                                        "{\"original_message_id\":\"wamid.in\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"another\"}}}"))));
        assertThat(desk.export(SHOP, MINA).get("messages"))
                .extracting(row -> row.get("type") + " " + row.get("direction") + " " + row.get("text"))
                .containsExactly("text in another", "edit in another");
        assertThat(desk.forget(SHOP, MINA).erased()).containsEntry("messages", 2);
        assertThat(jdbc.queryForList("select item from message_change")).isEmpty();
    }

    @Test
    void aForgottenPersonLeavesNothingButEvidence() {
        everythingAboutMina();
        Send waits = accept(Sends.send(++ids).to(MINA));
        PersonDesk.Forgotten done = desk.forget(SHOP, MINA);
        assertThat(done.cancelled()).isEqualTo(1);
        assertThat(done.underWay()).isZero();
        assertThat(done.erased())
                .isEqualTo(Map.of(
                        "names",
                        2,
                        "conversations",
                        1,
                        "messages",
                        1,
                        "sends",
                        3,
                        "items",
                        1,
                        "webhooks",
                        1,
                        "wishes",
                        0,
                        "limits",
                        0));
        jdbc.update("delete from outbox");
        assertThat(everything()).doesNotContain(MINA, MINAS_USER_ID, "secret", "wamid.out", "Mina");

        Send row = ledger.find(waits.id()).orElseThrow();
        assertThat(row.state()).isEqualTo(SendState.CANCELLED);
        assertThat(row.acceptance().clientId()).isEqualTo(waits.acceptance().clientId());
        assertThat(row.acceptance().contentHash()).isEqualTo(waits.acceptance().contentHash());
        assertThat(row.acceptance().request()).isEqualTo("{}");
        assertThat(ledger.timeline(waits.id())).hasSize(2);
        assertThat(desk.export(SHOP, MINA).values()).allMatch(List::isEmpty);
        assertThat(desk.forget(SHOP, MINA).erased().values())
                .as("twice is once")
                .containsOnly(0);
        assertThat(raw.take(item(body(change("other", value("\"x\":1"))))))
                .as("the store works on")
                .isTrue();
    }

    @Test
    void anOptOutOutlivesThePersonAndAnOptInDoesNot() {
        messages.take(item(inbound(text("wamid.in", NOW - 60, "a secret"))));
        JdbcWishes wishes =
                new JdbcWishes(jdbc, new TransactionTemplate(new JdbcTransactionManager(jdbc.getDataSource())));
        for (Wish.Kind kind : List.of(Wish.Kind.NO_MARKETING, Wish.Kind.OPT_IN)) {
            wishes.keep(List.of(new Wish(MINA, null, kind, true, "crm", RECEIVED)));
        }
        jdbc.update(
                "insert into pair_debt values (?, ?, ?, ?, 1, 0)",
                SHOP.phoneNumberId(),
                MINA,
                Times.column(RECEIVED),
                Times.column(RECEIVED));
        assertThat(desk.export(SHOP, MINA).get("wishes")).hasSize(2);
        assertThat(desk.export(SHOP, MINA).get("limits")).hasSize(1);
        assertThat(desk.forget(SHOP, MINA).erased()).containsEntry("wishes", 1).containsEntry("limits", 1);
        assertThat(jdbc.queryForList("select kind from consent", String.class)).containsExactly("no_marketing");
    }

    @Test
    void othersAndOtherNumbersStayAsTheyAre() {
        messages.take(item(inbound(text("wamid.in", NOW - 60, "mine"))));
        String neighbour = inbound("{\"from\":\"" + OTHER + "\",\"id\":\"wamid.n\",\"timestamp\":\"" + NOW
                        + "\",\"type\":\"text\",\"text\":{\"body\":\"theirs\"}}")
                .replace(MINA + "\",\"user_id\":\"" + MINAS_USER_ID, OTHER + "\",\"user_id\":\"US.other");
        messages.take(item(neighbour));
        String elsewhere =
                inbound(text("wamid.in", NOW, "elsewhere")).replace(SHOP.phoneNumberId(), DESK.phoneNumberId());
        archive.keep(List.of(
                copy(neighbour),
                copy(elsewhere),
                copy("{" + (char) 0 + MINA + " " + SHOP.phoneNumberId()),
                copy(inbound(text("wamid.large", NOW, "x".repeat(200_000))))));
        Send theirs = accept(Sends.send(++ids).to(OTHER));
        Send elsewhereSend = accept(Sends.send(++ids).from(DESK.phoneNumberId()).to(MINA));
        Map<String, Integer> erased = desk.forget(SHOP, MINA).erased();
        assertThat(erased).containsEntry("messages", 1).containsEntry("sends", 0);
        assertThat(erased).as("those in base64 are found, too").containsEntry("webhooks", 2);
        assertThat(archive.newest(null, 10)).hasSize(2);
        assertThat(ledger.find(theirs.id())).contains(theirs);
        assertThat(ledger.find(elsewhereSend.id())).contains(elsewhereSend);
        assertThat(jdbc.queryForList("select message_id from message", String.class))
                .containsExactly("wamid.n");
        assertThat(desk.export(SHOP, OTHER).get("messages")).hasSize(1);
    }

    @Test
    void aRequestUnderWayIsToldAndItsAnswerStillRecorded() {
        Send sending = sending(Sends.send(++ids).to(MINA));
        PersonDesk.Forgotten done = desk.forget(SHOP, MINA);
        assertThat(done.underWay()).isEqualTo(1);
        assertThat(ledger.find(sending.id()).orElseThrow().acceptance().request())
                .isEqualTo("{}");
        Send retry =
                sending.heldForRetry(Cause.of(Reason.THROUGHPUT), RECEIVED.plusSeconds(5), RECEIVED.plusSeconds(1));
        assertThat(ledger.replaceAll(List.of(new SendLedger.Change(sending, retry, List.of()))))
                .hasSize(1);
        Send kept = ledger.find(sending.id()).orElseThrow();
        Instant due = RECEIVED.plusSeconds(5);
        assertThat(lanes.toWake(due, 10)).contains(kept);
        assertThat(kept.isExpired(due)).as("it never goes again").isTrue();
    }

    @Test
    void whatWaitsAndSlippedInEndsByItself() {
        Send held = accept(Sends.send(++ids).to(MINA));
        Send waiting = move(held, held.heldForWindow(Cause.of(Reason.WAITING_FOR_WINDOW), RECEIVED));
        new PersonalSends(jdbc)
                .erase(new dev.tandem.operation.DataSubject(SHOP.phoneNumberId(), java.util.Set.of(MINA)), RECEIVED);
        Send kept = ledger.find(held.id()).orElseThrow();
        assertThat(kept.progress().place()).isEqualTo(LanePlace.WAITING);
        assertThat(lanes.toWake(RECEIVED, 10)).contains(kept);
        assertThat(kept.isExpired(RECEIVED)).isTrue();
        assertThat(ledger.replaceAll(List.of(new SendLedger.Change(waiting, waiting.ready(RECEIVED), List.of()))))
                .as("whoever read it before must read it again")
                .isEmpty();
        assertThat(SendIds.text(kept.id())).isNotEmpty();
    }
}
