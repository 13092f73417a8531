package dev.tandem.store;

import dev.tandem.coexistence.sync.ChunkLedger;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.webhook.PastChunks;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The parts of the past that are stored, by linking, in a database. */
public final class JdbcChunkLedger implements ChunkLedger, PastChunks {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcChunkLedger(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    @Override
    public List<HistoryChunk> chunks(BusinessNumber number) {
        return jdbc.query(
                """
                select phase, chunk_order, progress, messages, first_at from history_chunk
                where phone_number_id = ? and linked_at = ? order by phase, chunk_order""",
                (row, n) -> new HistoryChunk(
                        row.getInt("phase"),
                        row.getInt("chunk_order"),
                        row.getInt("progress"),
                        row.getLong("messages"),
                        Times.of(row, "first_at")),
                number.phoneNumberId(),
                linkedAt(number));
    }

    @Override
    public HistoryChunk stored(BusinessNumber number, HistoryChunk chunk) {
        if (chunk.firstAt().isBefore(number.linkedAt())) {
            // A webhook of the linking before that was put in again: it must not stand for one that is still to come.
            return chunk;
        }
        return Races.run(transaction, () -> {
            HistoryChunk standing = chunks(number).stream()
                    .filter(one -> one.phase() == chunk.phase() && one.order() == chunk.order())
                    .findFirst()
                    .orElse(null);
            HistoryChunk now = standing == null ? chunk : larger(standing, chunk);
            if (standing == null) {
                insert(number, now);
            } else if (!now.equals(standing)) {
                update(number, now);
            }
            return now;
        });
    }

    private static HistoryChunk larger(HistoryChunk standing, HistoryChunk again) {
        return new HistoryChunk(
                standing.phase(),
                standing.order(),
                Math.max(standing.progress(), again.progress()),
                Math.max(standing.messages(), again.messages()),
                standing.firstAt());
    }

    private void insert(BusinessNumber number, HistoryChunk chunk) {
        jdbc.update(
                """
                insert into history_chunk (phone_number_id, linked_at, phase, chunk_order, progress, messages, first_at)
                values (?, ?, ?, ?, ?, ?, ?)""",
                number.phoneNumberId(),
                linkedAt(number),
                chunk.phase(),
                chunk.order(),
                chunk.progress(),
                chunk.messages(),
                Times.column(chunk.firstAt()));
    }

    private void update(BusinessNumber number, HistoryChunk chunk) {
        jdbc.update(
                """
                update history_chunk set progress = ?, messages = ?
                where phone_number_id = ? and linked_at = ? and phase = ? and chunk_order = ?""",
                chunk.progress(),
                chunk.messages(),
                number.phoneNumberId(),
                linkedAt(number),
                chunk.phase(),
                chunk.order());
    }

    /** Databases keep microseconds. */
    private static @Nullable Object linkedAt(BusinessNumber number) {
        return Times.column(number.linkedAt().truncatedTo(ChronoUnit.MICROS));
    }
}
