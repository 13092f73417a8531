package dev.tandem.store;

import dev.tandem.domain.AutomationPause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of paused conversations, by the contact's key. Always works in the caller's transaction. */
final class AutomationRows {

    private final JdbcTemplate jdbc;

    AutomationRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The row of a contact, whether it still holds or not. */
    Optional<AutomationPause> find(String phoneNumberId, String contact) {
        return jdbc
                .query(
                        "select * from automation_pause where phone_number_id = ? and contact = ?",
                        AutomationRows::read,
                        phoneNumberId,
                        contact)
                .stream()
                .findFirst();
    }

    static AutomationPause read(ResultSet row, int n) throws SQLException {
        return new AutomationPause(Times.of(row, "since"), Times.nullable(row, "until_at"), row.getString("paused_by"));
    }

    /** In place of the row that was there. */
    void put(String phoneNumberId, String contact, AutomationPause pause) {
        int known = jdbc.update(
                "update automation_pause set since = ?, until_at = ?, paused_by = ? where phone_number_id = ? and contact = ?",
                Times.column(pause.since()),
                Times.column(pause.until()),
                pause.by(),
                phoneNumberId,
                contact);
        if (known == 0) {
            jdbc.update(
                    "insert into automation_pause (phone_number_id, contact, since, until_at, paused_by) values (?, ?, ?, ?, ?)",
                    phoneNumberId,
                    contact,
                    Times.column(pause.since()),
                    Times.column(pause.until()),
                    pause.by());
        }
    }

    void delete(String phoneNumberId, String contact) {
        jdbc.update("delete from automation_pause where phone_number_id = ? and contact = ?", phoneNumberId, contact);
    }

    /** What ended by itself is of no use any more. */
    void deleteEnded(String phoneNumberId, Instant now) {
        jdbc.update(
                "delete from automation_pause where phone_number_id = ? and until_at <= ?",
                phoneNumberId,
                Times.column(now));
    }

    /** The pause follows the person to another key; where both keys have one the longer stays. */
    void move(String phoneNumberId, String from, String into) {
        find(phoneNumberId, from).ifPresent(leaving -> {
            AutomationPause kept = find(phoneNumberId, into).map(leaving::or).orElse(leaving);
            delete(phoneNumberId, from);
            put(phoneNumberId, into, kept);
        });
    }
}
