package dev.tandem.store;

import dev.tandem.coexistence.sync.SyncStore;
import dev.tandem.domain.Event;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncCall;
import dev.tandem.domain.SyncClose;
import dev.tandem.domain.SyncEnd;
import dev.tandem.domain.SyncProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The syncs in a database, a row per linking. */
public final class JdbcNumberSyncs implements SyncStore {

    private static final int LONGEST_WORDS = 1000;
    private static final int LONGEST_NAME = 160;

    private static final List<String> COLUMNS = List.of(
            "contacts_state",
            "contacts_tries",
            "contacts_at",
            "contacts_by",
            "contacts_request",
            "contacts_words",
            "history_state",
            "history_tries",
            "history_at",
            "history_by",
            "history_request",
            "history_words",
            "contacts_came",
            "contacts_proved",
            "contacts_silent",
            "phase",
            "progress",
            "chunk_came",
            "declined_came",
            "alarms",
            "ending",
            "ended_by",
            "ended_at",
            "told");

    private static final String UPDATE = "update number_sync set revision = revision + 1, "
            + String.join(" = ?, ", COLUMNS)
            + " = ? where phone_number_id = ? and linked_at = ? and revision = ?";

    private static final String INSERT = "insert into number_sync (" + String.join(", ", COLUMNS)
            + ", phone_number_id, linked_at, revision) values (" + Columns.marks(COLUMNS.size() + 3) + ")";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;

    public JdbcNumberSyncs(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
    }

    @Override
    public Optional<NumberSync> find(String phoneNumberId, Instant linkedAt) {
        return jdbc
                .query(
                        "select * from number_sync where phone_number_id = ? and linked_at = ?",
                        (row, n) -> sync(row),
                        phoneNumberId,
                        Times.column(linkedAt.truncatedTo(ChronoUnit.MICROS)))
                .stream()
                .findFirst();
    }

    @Override
    public List<NumberSync> running() {
        return jdbc.query("""
                select * from number_sync
                where ending = '' or (contacts_state = 'accepted' and contacts_came is null and contacts_silent is null
                  and ending <> 'replaced')
                order by linked_at, phone_number_id""", (row, n) -> sync(row));
    }

    @Override
    public boolean begin(NumberSync fresh, Runnable together) {
        try {
            return Boolean.TRUE.equals(transaction.execute(tx -> {
                boolean begun = insert(fresh);
                if (begun) {
                    together.run();
                }
                return begun;
            }));
        } catch (DuplicateKeyException another) {
            return false;
        }
    }

    private boolean insert(NumberSync fresh) {
        if (find(fresh.phoneNumberId(), fresh.linkedAt()).isPresent()) {
            return false;
        }
        List<Object> values = values(fresh);
        values.addAll(Arrays.asList(fresh.phoneNumberId(), Times.column(fresh.linkedAt()), fresh.version()));
        jdbc.update(INSERT, values.toArray());
        jdbc.update("""
                update number_sync set revision = revision + 1, ending = ?
                where phone_number_id = ? and linked_at < ? and ending = ''""", SyncEnd.REPLACED.code(), fresh.phoneNumberId(), Times.column(fresh.linkedAt()));
        return true;
    }

    @Override
    public boolean change(NumberSync before, NumberSync after, List<Event> events, Runnable together) {
        List<Object> values = values(after);
        values.addAll(Arrays.asList(before.phoneNumberId(), Times.column(before.linkedAt()), before.version()));
        return Boolean.TRUE.equals(transaction.execute(tx -> {
            boolean kept = jdbc.update(UPDATE, values.toArray()) == 1;
            if (kept) {
                outbox.write(events);
                together.run();
            }
            return kept;
        }));
    }

    private static List<Object> values(NumberSync sync) {
        List<@Nullable Object> values = new ArrayList<>();
        for (SyncCall call : List.of(sync.contacts(), sync.history())) {
            values.add(call.state().code());
            values.add(call.tries());
            values.add(Times.column(call.at()));
            values.add(Text.cut(call.by(), LONGEST_NAME));
            values.add(call.requestId() == null ? null : Text.cut(call.requestId(), LONGEST_WORDS));
            values.add(Text.cut(call.words(), LONGEST_WORDS));
        }
        values.add(Times.column(sync.progress().contactsAt()));
        values.add(Times.column(sync.progress().provedAt()));
        values.add(Times.column(sync.progress().silentAt()));
        values.add(sync.progress().phase());
        values.add(sync.progress().percent());
        values.add(Times.column(sync.progress().chunkAt()));
        values.add(Times.column(sync.progress().declinedAt()));
        values.add(sync.alarms());
        SyncEnd end = sync.end();
        values.add(end == null ? "" : end.code());
        values.add(sync.close().by());
        values.add(Times.column(sync.close().at()));
        values.add(sync.close().told());
        return values;
    }

    private static NumberSync sync(ResultSet row) throws SQLException {
        String end = row.getString("ending");
        return new NumberSync(
                row.getString("phone_number_id"),
                Times.of(row, "linked_at"),
                row.getLong("revision"),
                call(row, "contacts"),
                call(row, "history"),
                new SyncProgress(
                        Times.nullable(row, "contacts_came"),
                        Times.nullable(row, "contacts_proved"),
                        Times.nullable(row, "contacts_silent"),
                        row.getInt("phase"),
                        row.getInt("progress"),
                        Times.nullable(row, "chunk_came"),
                        Times.nullable(row, "declined_came")),
                row.getInt("alarms"),
                new SyncClose(
                        end.isEmpty() ? null : SyncEnd.valueOf(end.toUpperCase(Locale.ROOT)),
                        row.getString("ended_by"),
                        Times.nullable(row, "ended_at"),
                        row.getBoolean("told")));
    }

    private static SyncCall call(ResultSet row, String kind) throws SQLException {
        return new SyncCall(
                SyncCall.State.valueOf(row.getString(kind + "_state").toUpperCase(Locale.ROOT)),
                row.getInt(kind + "_tries"),
                Times.nullable(row, kind + "_at"),
                row.getString(kind + "_by"),
                row.getString(kind + "_request"),
                row.getString(kind + "_words"));
    }
}
