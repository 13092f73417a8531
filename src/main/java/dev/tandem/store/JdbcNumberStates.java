package dev.tandem.store;

import dev.tandem.send.NumberStates;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The pauses of numbers in a database. */
public final class JdbcNumberStates implements NumberStates.Store {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcNumberStates(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Map<String, NumberStates.Pause> paused() {
        Map<String, NumberStates.Pause> paused = new HashMap<>();
        jdbc.query("select * from number_state where paused = true", row -> {
            paused.put(
                    row.getString("phone_number_id"),
                    new NumberStates.Pause(row.getString("paused_why"), Times.of(row, "changed_at")));
        });
        return paused;
    }

    @Override
    public void pause(String phoneNumberId, NumberStates.Pause pause) {
        write(phoneNumberId, true, pause.why(), pause.since());
    }

    @Override
    public void resume(String phoneNumberId, Instant now) {
        write(phoneNumberId, false, "", now);
    }

    private void write(String phoneNumberId, boolean paused, String why, Instant at) {
        Races.again(transaction, () -> {
            int known = jdbc.update(
                    "update number_state set paused = ?, paused_why = ?, changed_at = ? where phone_number_id = ?",
                    paused,
                    why,
                    Times.column(at),
                    phoneNumberId);
            return known > 0
                    ? known
                    : jdbc.update(
                            "insert into number_state (phone_number_id, paused, paused_why, changed_at) values (?, ?, ?, ?)",
                            phoneNumberId,
                            paused,
                            why,
                            Times.column(at));
        });
    }
}
