package dev.tandem.store;

import dev.tandem.coexistence.watch.AlertEvents;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The alerts in a database. A new one is also a line of the log, because that is where an operator looks first, and an event of
 * the same transaction; so is its end. The line is written when the transaction is committed, so that one which is rolled back
 * and done again says nothing twice. Thread-safe, also among several engines.
 */
public final class JdbcAlerts implements Alerts {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcAlerts.class);
    private static final int LONGEST_TEXT = 4000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final JdbcOutbox outbox;
    private final AlertEvents events;

    public JdbcAlerts(
            JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock, JdbcOutbox outbox, AlertEvents events) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.outbox = outbox;
        this.events = events;
    }

    @Override
    public void raise(String code, String subject, String phoneNumberId, String text) {
        Instant now = clock.instant();
        log(Races.again(transaction, () -> write(code, subject, phoneNumberId, text, now)), code, text);
    }

    @Override
    public void raiseOnce(String code, String subject, String phoneNumberId, String text) {
        Instant now = clock.instant();
        boolean isNew = Races.again(
                transaction, () -> find(code, subject).isEmpty() && write(code, subject, phoneNumberId, text, now));
        log(isNew, code, text);
    }

    private static void log(boolean isNew, String code, String text) {
        if (isNew) {
            onceCommitted(() -> LOG.warn("Alert {}: {}", code, text));
        }
    }

    /** At once, unless the caller's own transaction is still open. */
    private static void onceCommitted(Runnable line) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            line.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                line.run();
            }
        });
    }

    private boolean write(String code, String subject, String phoneNumberId, String text, Instant now) {
        int known = jdbc.update(
                "update alert set text = ?, last_at = ?, times = times + 1 where code = ? and subject = ?",
                Text.cut(text, LONGEST_TEXT),
                Times.column(now),
                code,
                subject);
        if (known == 0) {
            jdbc.update(
                    """
                    insert into alert (code, subject, phone_number_id, text, since, last_at, times)
                    values (?, ?, ?, ?, ?, ?, 1)""",
                    code,
                    subject,
                    phoneNumberId,
                    Text.cut(text, LONGEST_TEXT),
                    Times.column(now),
                    Times.column(now));
            outbox.write(List.of(events.raised(new Alert(code, subject, phoneNumberId, text, now, now, 1))));
        }
        return known == 0;
    }

    @Override
    public void clear(String code, String subject) {
        boolean stood = Races.again(transaction, () -> end(code, subject));
        if (stood) {
            onceCommitted(() -> LOG.info("Alert {} of {} is over", code, subject));
        }
    }

    private boolean end(String code, String subject) {
        List<Alert> ending = find(code, subject);
        boolean stood =
                !ending.isEmpty() && jdbc.update("delete from alert where code = ? and subject = ?", code, subject) > 0;
        if (stood) {
            outbox.write(List.of(events.over(ending.get(0), clock.instant())));
        }
        return stood;
    }

    private List<Alert> find(String code, String subject) {
        return jdbc.query("select * from alert where code = ? and subject = ?", (row, n) -> alert(row), code, subject);
    }

    @Override
    public List<Alert> standing() {
        return jdbc.query("select * from alert order by last_at desc, code, subject", (row, n) -> alert(row));
    }

    private static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getString("code"),
                row.getString("subject"),
                row.getString("phone_number_id"),
                row.getString("text"),
                Times.of(row, "since"),
                Times.of(row, "last_at"),
                row.getLong("times"));
    }
}
