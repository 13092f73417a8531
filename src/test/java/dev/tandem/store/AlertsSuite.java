package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Alert;
import dev.tandem.domain.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
    private final JdbcAlerts alerts;

    AlertsSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        alerts = new JdbcAlerts(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock);
    }

    @BeforeEach
    void empty() {
        jdbc.update("delete from alert");
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
}
