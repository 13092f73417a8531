package dev.tandem.store;

import dev.tandem.coexistence.watch.SignStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs of life in a database: one row per number and kind, which only moves forward. */
public final class JdbcSigns implements SignStore {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcSigns(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public Map<String, Instant> latest(Kind kind) {
        Map<String, Instant> latest = new HashMap<>();
        jdbc.query(
                "select phone_number_id, seen_at from sign_of_life where kind = ?",
                row -> {
                    latest.put(row.getString("phone_number_id"), Times.of(row, "seen_at"));
                },
                code(kind));
        return latest;
    }

    @Override
    public void seen(String phoneNumberId, Kind kind, Instant at) {
        Races.again(transaction, () -> {
            int moved = jdbc.update(
                    "update sign_of_life set seen_at = ? where phone_number_id = ? and kind = ? and seen_at < ?",
                    Times.column(at),
                    phoneNumberId,
                    code(kind),
                    Times.column(at));
            boolean isKnown = moved > 0
                    || !jdbc.queryForList(
                                    "select 1 from sign_of_life where phone_number_id = ? and kind = ?",
                                    phoneNumberId,
                                    code(kind))
                            .isEmpty();
            return isKnown
                    ? moved
                    : jdbc.update(
                            "insert into sign_of_life (phone_number_id, kind, seen_at) values (?, ?, ?)",
                            phoneNumberId,
                            code(kind),
                            Times.column(at));
        });
    }

    private static String code(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
