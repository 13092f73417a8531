package dev.tandem.store;

import dev.tandem.domain.DeliveryStatus;
import dev.tandem.send.SendLedger.StatusKey;
import dev.tandem.send.SendLedger.StatusRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statuses of Meta's in a database, once per message and status. Works in the caller's transaction. Thread-safe. */
final class StatusRows {

    private static final String INSERT = """
            insert into send_status (wamid, status, send_id, attempt, happened_at, reason, detail, meta_code, pricing)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;

    StatusRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes them; the database refuses one that is there already. */
    void insert(List<StatusRow> statuses) {
        jdbc.batchUpdate(INSERT, statuses.stream().map(StatusRows::columns).toList());
    }

    boolean isKnown(StatusRow status) {
        return !jdbc.queryForList(
                        "select 1 from send_status where wamid = ? and status = ?",
                        status.wamid(),
                        status.status().code())
                .isEmpty();
    }

    /** Which there are of these messages. */
    List<StatusKey> keptOf(Collection<String> wamids) {
        return jdbc.query(
                """
                select s.wamid, s.status from unnest(cast(? as varchar(300) array)) as asked (wamid)
                join send_status s on s.wamid = asked.wamid""",
                statement -> TextArray.set(statement, 1, wamids),
                (row, n) -> new StatusKey(row.getString("wamid"), status(row)));
    }

    /** Those of a send, also of an earlier message of it, in the order of the ladder. */
    List<StatusRow> of(long sendId, String wamid) {
        return jdbc
                .query(
                        "select * from send_status where send_id = ? union select * from send_status where wamid = ?",
                        StatusRows::row,
                        sendId,
                        wamid)
                .stream()
                .sorted(Comparator.comparing(StatusRow::status))
                .toList();
    }

    private static StatusRow row(ResultSet row, int n) throws SQLException {
        return new StatusRow(
                row.getString("wamid"),
                status(row),
                (Long) row.getObject("send_id"),
                row.getInt("attempt"),
                Times.of(row, "happened_at"),
                SendRows.cause(row),
                row.getString("pricing"));
    }

    private static DeliveryStatus status(ResultSet row) throws SQLException {
        return DeliveryStatus.parse(row.getString("status")).orElseThrow();
    }

    private static @Nullable Object[] columns(StatusRow status) {
        return new Object[] {
            status.wamid(),
            status.status().code(),
            status.sendId(),
            status.attempt(),
            Times.column(status.at()),
            SendRows.reason(status.cause()),
            SendRows.detail(status.cause()),
            SendRows.metaCode(status.cause()),
            status.pricing()
        };
    }
}
