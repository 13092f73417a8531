package dev.tandem.store;

import dev.tandem.coexistence.SilentSends;
import dev.tandem.domain.SendState;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sends that are submitted and no more, from the newest on: there the answer stands when statuses are missing. */
public final class JdbcSilentSends implements SilentSends {

    private final JdbcTemplate jdbc;

    public JdbcSilentSends(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Instant> left(String phoneNumberId, Instant after, Instant until, int max) {
        return jdbc.query(
                """
                select changed_at from send
                where state = ? and phone_number_id = ? and changed_at > ? and changed_at <= ?
                order by id desc limit ?""",
                (row, n) -> Times.of(row, "changed_at"),
                SendState.SUBMITTED.code(),
                phoneNumberId,
                Times.column(after),
                Times.column(until),
                max);
    }
}
