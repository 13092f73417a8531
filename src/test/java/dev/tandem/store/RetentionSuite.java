package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.campaign.Campaign;
import dev.tandem.campaign.CampaignControl;
import dev.tandem.campaign.CampaignControls;
import dev.tandem.campaign.CampaignSettings;
import dev.tandem.campaign.CampaignState;
import dev.tandem.campaign.RowVerdict;
import dev.tandem.domain.Cause;
import dev.tandem.domain.DeliveryStatus;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.operation.Retention;
import dev.tandem.operation.RetentionStore.Kind;
import dev.tandem.operation.WebhookArchive;
import dev.tandem.send.SendIds;
import dev.tandem.send.SendLedger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is old is deleted, and nothing else: the same for every database. */
abstract class RetentionSuite {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofDays(181));
    private static final Instant YOUNG = NOW.minus(Duration.ofDays(179));
    private static final Retention.Periods PERIODS =
            new Retention.Periods(Duration.ofDays(14), Duration.ofDays(180), Duration.ofDays(180));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcSendLedger ledger;
    private final JdbcCampaigns campaigns;
    private final JdbcCampaignControls controls;
    private final JdbcWebhookArchive archive;
    private final Retention retention;

    RetentionSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ledger = new JdbcSendLedger(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
        campaigns = new JdbcCampaigns(jdbc, transaction, clock);
        controls = new JdbcCampaignControls(jdbc, transaction);
        archive = new JdbcWebhookArchive(jdbc, transaction);
        retention = new Retention(new JdbcRetention(jdbc, transaction), PERIODS, clock);
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private long count(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Long.class);
    }

    /** A send accepted at a time, in a state since another. */
    private Send send(int n, Instant accepted, SendState state, Instant changed, String campaign) {
        long id = SendIds.firstAt(accepted) + n;
        Send send = campaign.isEmpty()
                ? Sends.send(id).expires(NOW.plusSeconds(60)).made()
                : Sends.send(id).campaign(campaign).expires(NOW.plusSeconds(60)).made();
        ledger.accept(List.of(send), written -> List.of());
        Send now = state == SendState.HELD
                ? send.heldUntil(Cause.of(Reason.QUIET_HOURS), NOW, changed)
                : send.ended(state, Cause.of(Reason.EXPIRED), changed);
        ledger.replaceAll(List.of(new SendLedger.Change(send, now, List.of())));
        return now;
    }

    @Test
    void settledSendsGoWithTheirTimelineAndStatusesAndOthersStay() {
        Send gone = send(1, OLD, SendState.DELIVERED, OLD.plusSeconds(60), "");
        Send touched = send(2, OLD, SendState.DELIVERED, YOUNG, "");
        Send waits = send(3, OLD, SendState.HELD, OLD.plusSeconds(60), "");
        Send young = send(4, YOUNG, SendState.EXPIRED, YOUNG, "");
        for (Send send : List.of(gone, young)) {
            ledger.keepStatus(
                    new SendLedger.StatusRow("wamid." + send.id(), DeliveryStatus.READ, send.id(), 1, OLD, null, null),
                    null,
                    List.of());
        }
        assertThat(retention.sweep()).isEqualTo(Map.of(Kind.SENDS, 1));
        assertThat(ledger.find(gone.id())).isEmpty();
        assertThat(ledger.timeline(gone.id())).isEmpty();
        assertThat(ledger.statuses(gone.id(), "none")).isEmpty();
        for (Send kept : List.of(touched, waits, young)) {
            assertThat(ledger.find(kept.id())).isPresent();
            assertThat(ledger.timeline(kept.id())).hasSize(2);
        }
        assertThat(ledger.statuses(young.id(), "none")).hasSize(1);
        assertThat(retention.sweep()).as("once").isEmpty();
    }

    @Test
    void howeverManyTheyAreAllGo() {
        List<Send> many = new ArrayList<>();
        for (int i = 0; i < 1_050; i++) {
            many.add(Sends.send(SendIds.firstAt(OLD) + i).made());
        }
        ledger.accept(many, written -> List.of());
        ledger.replaceAll(many.stream()
                .map(send -> new SendLedger.Change(
                        send, send.ended(SendState.CANCELLED, Cause.of(Reason.CANCELLED), OLD), List.of()))
                .toList());
        assertThat(retention.sweep()).isEqualTo(Map.of(Kind.SENDS, 1_050));
        assertThat(count("send_timeline")).isZero();
    }

    private void campaign(String id, CampaignState state, Instant finished) {
        campaigns.add(new Campaign(
                id,
                id,
                id,
                org.springframework.util.DigestUtils.md5DigestAsHex(
                        id.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                id + ".csv",
                state,
                null,
                2,
                null,
                OLD.minusSeconds(60),
                OLD,
                finished,
                null,
                CampaignSettings.NONE));
        jdbc.update(
                "insert into campaign_preflight (campaign, checked_at, report) values (?, ?, '{}')",
                id,
                Times.column(OLD));
    }

    @Test
    void sendsOfACampaignGoAfterItSoThatItsCountsAreNeverWrong() {
        campaign("running", CampaignState.RUNNING, null);
        campaign("finished", CampaignState.FINISHED, OLD.plusSeconds(60));
        campaign("lately", CampaignState.FINISHED, YOUNG);
        Map<String, Send> sends = new java.util.TreeMap<>();
        int n = 0;
        for (String each : List.of("running", "finished", "lately")) {
            Send send = send(n++, OLD, SendState.DELIVERED, OLD, each);
            sends.put(each, send);
            campaigns.keep(
                    each,
                    List.of(
                            new RowVerdict(1, send.id(), null),
                            new RowVerdict(2, null, Cause.of(Reason.INVALID_RECIPIENT))));
            controls.share(each, 0.5);
            controls.use(each, List.of(new CampaignControls.Use("100000000000001", null)));
        }
        assertThat(retention.sweep()).isEqualTo(Map.of(Kind.CAMPAIGNS, 3, Kind.SENDS, 1));
        assertThat(campaigns.newest(10)).extracting(Campaign::id).containsExactlyInAnyOrder("running", "lately");
        assertThat(count("campaign_preflight")).isEqualTo(2);
        assertThat(ledger.find(sends.get("finished").id())).isEmpty();
        assertThat(controls.find("finished")).isEqualTo(CampaignControl.UNTOUCHED);
        assertThat(controls.uses("finished")).isEmpty();
        assertThat(controls.find("lately").share()).isEqualTo(0.5);
        assertThat(controls.uses("running")).hasSize(1);
        assertThat(campaigns.countByState("lately")).isEqualTo(Map.of("delivered", 1L, "refused", 1L));
        assertThat(campaigns.countByState("running")).isEqualTo(Map.of("delivered", 1L, "refused", 1L));
    }

    @Test
    void statusesOfMessagesThatAreNotOursGoByTheirTime() {
        for (Instant at : List.of(OLD, YOUNG)) {
            ledger.keepStatus(
                    new SendLedger.StatusRow("wamid." + at, DeliveryStatus.READ, null, 0, at, null, null),
                    null,
                    List.of());
        }
        assertThat(retention.sweep()).isEqualTo(Map.of(Kind.STATUSES, 1));
        assertThat(jdbc.queryForList("select wamid from send_status", String.class))
                .containsExactly("wamid." + YOUNG);
    }

    private void message(String id, Instant receivedAt) {
        jdbc.update("""
                insert into message (phone_number_id, message_id, contact, direction, origin, type, item, sent_at,
                  received_at) values (?, ?, '4917', 'in', 'user', 'text', '{}', ?, ?)""", Sends.SHOP, id, Times.column(OLD), Times.column(receivedAt));
    }

    private void conversation(String number, String contact, Instant lastAt) {
        jdbc.update("""
                insert into conversation (phone_number_id, contact, last_at, last_direction, last_origin, last_type,
                  version) values (?, ?, ?, 'in', 'user', 'text', 0)""", number, contact, Times.column(lastAt));
    }

    private void item(String id, Instant receivedAt) {
        jdbc.update("""
                insert into webhook_item (event_id, channel, field, kind, phone_number_id, entry_id, occurred_at,
                  received_at, item) values (?, 'other', 'f', 'k', '', '', ?, ?, '{}')""", id, Times.column(OLD), Times.column(receivedAt));
    }

    private void quarantined(String key, Instant receivedAt) {
        jdbc.update("""
                insert into webhook_quarantine (item_key, received_at, reason, detail, field, phone_number_id, raw,
                  encoding) values (?, ?, 'broken_item', '', '', '', '{', 'text')""", key, Times.column(receivedAt));
    }

    @Test
    void messagesAndWhatElseCameGoByTheirArrivalAndCopiesOfWebhooksSooner() {
        message("old", OLD);
        message("came late", YOUNG);
        conversation(Sends.SHOP, "quiet", OLD);
        conversation(Sends.SHOP, "lively", YOUNG);
        conversation(Sends.DESK, "quiet", OLD);
        item("old", OLD);
        item("young", YOUNG);
        quarantined("old", OLD);
        quarantined("young", YOUNG);
        for (int days : List.of(15, 13)) {
            archive.keep(List.of(
                    new WebhookArchive.Copy("{}".getBytes(StandardCharsets.UTF_8), NOW.minus(Duration.ofDays(days)))));
        }
        assertThat(retention.sweep())
                .isEqualTo(Map.of(
                        Kind.RAW_WEBHOOKS, 1,
                        Kind.MESSAGES, 1,
                        Kind.ITEMS, 1,
                        Kind.QUARANTINE, 1,
                        Kind.CONVERSATIONS, 2));
        assertThat(jdbc.queryForList("select message_id from message", String.class))
                .containsExactly("came late");
        assertThat(jdbc.queryForList("select contact from conversation", String.class))
                .containsExactly("lively");
        assertThat(archive.newest(null, 10)).hasSize(1);
    }
}
