package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.LogLines;
import dev.tandem.TestNumbers;
import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Channel;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Alerts: the same for every database. */
abstract class AlertsSuite {

    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

    private final JdbcTemplate jdbc;
    private final MovableClock clock = new MovableClock(Clock.fixed(START, ZoneOffset.UTC));
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final JdbcAlerts alerts;

    AlertsSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        alerts = new JdbcAlerts(jdbc, transaction, clock, outbox, new AlertEvents(TestNumbers.DIRECTORY));
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    @Test
    void theSameAlertIsCountedAndHasTheNewerText() {
        alerts.raise("token_refused", "1000", "1000", "first");
        clock.advance(Duration.ofMinutes(1));
        alerts.raise("token_refused", "1000", "1000", "second");
        assertThat(alerts.standing())
                .containsExactly(new Alert(
                        "token_refused", "1000", "1000", "second", START, START.plus(Duration.ofMinutes(1)), 2));
    }

    @Test
    void whatIsOverDoesNotStandAndTheOthersDo() {
        alerts.raise("token_refused", "1000", "1000", "one");
        clock.advance(Duration.ofMinutes(1));
        alerts.raise("token_refused", "2000", "2000", "two");
        alerts.raise("disk_full", "data", "", "x".repeat(5000));
        alerts.clear("token_refused", "1000");
        alerts.clear("token_refused", "nobody");
        assertThat(alerts.standing()).extracting(Alert::subject).containsExactly("data", "2000");
        assertThat(alerts.standing().get(0).text()).hasSize(4000);
    }

    @Test
    void whatIsRaisedOnceIsNotCountedAndStaysAsItWasToldFirst() {
        alerts.raiseOnce("number_disconnected", "1000", "1000", "first");
        clock.advance(Duration.ofMinutes(1));
        alerts.raiseOnce("number_disconnected", "1000", "1000", "second");
        assertThat(alerts.standing())
                .containsExactly(new Alert("number_disconnected", "1000", "1000", "first", START, START, 1));
        assertThat(events()).hasSize(1);
        alerts.clear("number_disconnected", "1000");
        alerts.raiseOnce("number_disconnected", "1000", "1000", "third");
        assertThat(alerts.standing()).extracting(Alert::text).containsExactly("third");
    }

    private List<JsonNode> events() {
        return outbox.pending(Outbox.BEGINNING, 100).stream()
                .map(pending -> {
                    assertThat(pending.head().channel()).isEqualTo(Channel.ACCOUNT);
                    try {
                        return new ObjectMapper().readTree(pending.json());
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    @Test
    void anAlertIsOneEventWhenItBeginsAndOneWhenItIsOver() {
        String id = TestNumbers.SHOP.phoneNumberId();
        alerts.raise("phone_idle", id, id, "open the app");
        alerts.raise("phone_idle", id, id, "open the app now");
        clock.advance(Duration.ofMinutes(1));
        alerts.clear("phone_idle", id);
        alerts.clear("phone_idle", id);
        assertThat(events())
                .extracting(event -> event.path("type").asText())
                .containsExactly("alert_raised", "alert_over");
        JsonNode raised = events().get(0);
        assertThat(raised.path("number").path("alias").asText()).isEqualTo("shop");
        assertThat(raised.path("text").asText()).isEqualTo("open the app");
        assertThat(raised.path("occurredAt").asText()).isEqualTo("2026-11-20T08:00:00Z");
        assertThat(raised.path("item").path("code").asText()).isEqualTo("phone_idle");
        JsonNode over = events().get(1);
        assertThat(over.path("text").asText()).isEqualTo("Over: open the app now");
        assertThat(over.path("occurredAt").asText()).isEqualTo("2026-11-20T08:01:00Z");
        assertThat(over.path("item").path("count").asInt()).isEqualTo(2);
    }

    @Test
    void raisedAnewItIsAnotherEvent() {
        alerts.raise("disk_full", "data", "", "make room");
        alerts.clear("disk_full", "data");
        clock.advance(Duration.ofMinutes(1));
        alerts.raise("disk_full", "data", "", "make room");
        assertThat(events())
                .extracting(event -> event.path("id").asText())
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(events().get(0).path("number").isEmpty()).isTrue();
    }

    @Test
    void everyAlertIsALineOfTheLogWhenItBeginsAndWhenItIsOver() {
        try (LogLines log = new LogLines(JdbcAlerts.class)) {
            alerts.raise("disk_full", "data", "", "make room");
            alerts.raise("disk_full", "data", "", "make room");
            alerts.raise("disk_full", "backup", "", "make room");
            alerts.clear("disk_full", "data");
            alerts.clear("disk_full", "data");
            alerts.raise("disk_full", "data", "", "make room");
            assertThat(log.all())
                    .containsExactly(
                            "WARN Alert disk_full: make room",
                            "WARN Alert disk_full: make room",
                            "INFO Alert disk_full of data is over",
                            "WARN Alert disk_full: make room");
        }
    }

    /** Whoever is rolled back does all of it again. */
    @Test
    void whatIsRolledBackIsNoLine() {
        try (LogLines log = new LogLines(JdbcAlerts.class)) {
            for (boolean fails : List.of(true, true, false)) {
                transaction.executeWithoutResult(open -> {
                    alerts.raise("disk_full", "data", "", "make room");
                    assertThat(log.all()).as("not before the commit").isEmpty();
                    if (fails) {
                        open.setRollbackOnly();
                    }
                });
            }
            assertThat(log.all()).containsExactly("WARN Alert disk_full: make room");
            transaction.executeWithoutResult(open -> {
                alerts.clear("disk_full", "data");
                open.setRollbackOnly();
            });
            assertThat(log.all()).hasSize(1);
            assertThat(alerts.standing()).hasSize(1);
        }
    }
}
