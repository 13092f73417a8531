package dev.tandem.store;

import dev.tandem.domain.PauseScope;
import dev.tandem.send.NumberStates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The pauses of numbers in a database. */
public final class JdbcNumberStates implements NumberStates.Store {

    private static final int LONGEST = 2000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcNumberStates(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Map<String, List<NumberStates.Pause>> paused() {
        Map<String, List<NumberStates.Pause>> paused = new HashMap<>();
        jdbc.query("select * from number_pause", row -> {
            paused.computeIfAbsent(row.getString("phone_number_id"), id -> new ArrayList<>())
                    .add(new NumberStates.Pause(
                            PauseScope.parse(row.getString("scope")),
                            row.getString("why"),
                            row.getBoolean("by_meta"),
                            Times.of(row, "since")));
        });
        return paused;
    }

    @Override
    public void pause(String phoneNumberId, NumberStates.Pause pause) {
        Races.again(transaction, () -> {
            int known = jdbc.update(
                    "update number_pause set why = ?, by_meta = ?, since = ? where phone_number_id = ? and scope = ?",
                    Text.cut(pause.why(), LONGEST),
                    pause.byMeta(),
                    Times.column(pause.since()),
                    phoneNumberId,
                    pause.scope().code());
            return known > 0
                    ? known
                    : jdbc.update(
                            "insert into number_pause (phone_number_id, scope, why, by_meta, since) values (?, ?, ?, ?, ?)",
                            phoneNumberId,
                            pause.scope().code(),
                            Text.cut(pause.why(), LONGEST),
                            pause.byMeta(),
                            Times.column(pause.since()));
        });
    }

    @Override
    public void resume(String phoneNumberId) {
        transaction.executeWithoutResult(
                tx -> jdbc.update("delete from number_pause where phone_number_id = ?", phoneNumberId));
    }
}
