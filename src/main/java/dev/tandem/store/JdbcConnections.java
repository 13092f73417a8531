package dev.tandem.store;

import dev.tandem.coexistence.watch.ConnectionStore;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Connections and restrictions of numbers in a database. */
public final class JdbcConnections implements ConnectionStore {

    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_KIND = 100;

    /**
     * The row of a number that is away from its phone; what happened before its latest linking does not count.
     *
     * @see #awayArguments
     */
    static final String AWAY = "select 1 from number_connection as known where known.phone_number_id = ?"
            + " and known.away_at is not null and (known.linked_at >= ? or known.away_at > ?)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public JdbcConnections(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** A row as it was read. */
    private record Row(ConnectionFacts facts, int version) {}

    @Override
    public Map<String, ConnectionFacts> connections() {
        Map<String, ConnectionFacts> all = new HashMap<>();
        jdbc.query("select * from number_connection", row -> {
            all.put(row.getString("phone_number_id"), facts(row));
        });
        return all;
    }

    /** What {@link #AWAY} asks of a number. */
    static Object[] awayArguments(BusinessNumber number) {
        Object linkedAt = Times.column(number.linkedAt());
        return new Object[] {number.phoneNumberId(), linkedAt, linkedAt};
    }

    @Override
    public Optional<Connection> away(BusinessNumber number) {
        return jdbc
                .query(
                        AWAY.replace("select 1", "select *"),
                        (row, n) -> facts(row).connection(),
                        awayArguments(number))
                .stream()
                .findFirst();
    }

    @Override
    public Map<String, List<Restriction>> restrictions() {
        Map<String, List<Restriction>> all = new HashMap<>();
        jdbc.query("select * from number_restriction order by phone_number_id, kind", row -> {
            all.computeIfAbsent(row.getString("phone_number_id"), id -> new ArrayList<>())
                    .add(restriction(row));
        });
        return all;
    }

    @Override
    public ConnectionFacts change(BusinessNumber number, UnaryOperator<ConnectionFacts> how) {
        return Races.again(transaction, () -> {
            List<Row> known = jdbc.query(
                    "select * from number_connection where phone_number_id = ?",
                    (row, n) -> new Row(facts(row), row.getInt("version")),
                    number.phoneNumberId());
            ConnectionFacts before = known.isEmpty()
                    ? ConnectionFacts.of(number.linkedAt())
                    : known.get(0).facts();
            ConnectionFacts after = how.apply(before);
            if (known.isEmpty()) {
                insert(number.phoneNumberId(), after);
            } else if (!after.equals(before)) {
                update(number.phoneNumberId(), after, known.get(0).version());
            }
            return after;
        });
    }

    private void insert(String phoneNumberId, ConnectionFacts facts) {
        List<@Nullable Object> values = values(facts);
        values.add(phoneNumberId);
        jdbc.update("""
                insert into number_connection (linked_at, offboarded_at, reconnected_at, removed_at, removed_reason,
                  removed_by, bare_removed_at, bare_removed_by, gone_at, away_at, phone_number_id, version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""", values.toArray());
    }

    private void update(String phoneNumberId, ConnectionFacts facts, int version) {
        List<@Nullable Object> values = values(facts);
        values.add(phoneNumberId);
        values.add(version);
        int written = jdbc.update("""
                update number_connection set linked_at = ?, offboarded_at = ?, reconnected_at = ?, removed_at = ?,
                  removed_reason = ?, removed_by = ?, bare_removed_at = ?, bare_removed_by = ?, gone_at = ?,
                  away_at = ?, version = version + 1
                where phone_number_id = ? and version = ?""", values.toArray());
        if (written == 0) {
            throw new OptimisticLockingFailureException("Somebody else changed the number at the same time");
        }
    }

    private static List<@Nullable Object> values(ConnectionFacts facts) {
        ConnectionFacts.Removal named = facts.named();
        ConnectionFacts.Removal bare = facts.bare();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(Times.column(facts.linkedAt()));
        values.add(Times.column(facts.offboardedAt()));
        values.add(Times.column(facts.reconnectedAt()));
        values.add(named == null ? null : Times.column(named.at()));
        values.add(named == null ? null : Text.cut(named.reason(), LONGEST_REASON));
        values.add(named == null ? null : Text.cut(named.initiatedBy(), LONGEST_WORD));
        values.add(bare == null ? null : Times.column(bare.at()));
        values.add(bare == null ? null : Text.cut(bare.initiatedBy(), LONGEST_WORD));
        values.add(Times.column(facts.goneAt()));
        Connection connection = facts.connection();
        values.add(connection.isLinked() ? null : Times.column(connection.since()));
        return values;
    }

    private static ConnectionFacts facts(ResultSet row) throws SQLException {
        Instant named = Times.nullable(row, "removed_at");
        Instant bare = Times.nullable(row, "bare_removed_at");
        return new ConnectionFacts(
                Times.of(row, "linked_at"),
                Times.nullable(row, "offboarded_at"),
                Times.nullable(row, "reconnected_at"),
                named == null
                        ? null
                        : new ConnectionFacts.Removal(text(row, "removed_reason"), text(row, "removed_by"), named),
                bare == null ? null : new ConnectionFacts.Removal("", text(row, "bare_removed_by"), bare),
                Times.nullable(row, "gone_at"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    @Override
    public void restrict(BusinessNumber number, Restriction told) {
        String id = number.phoneNumberId();
        String kind = Text.cut(told.kind(), LONGEST_KIND);
        Races.again(transaction, () -> {
            List<Restriction> known = jdbc.query(
                    "select * from number_restriction where phone_number_id = ? and kind = ?",
                    (row, n) -> restriction(row),
                    id,
                    kind);
            Restriction kept = known.isEmpty() ? told : known.get(0).or(told);
            return known.isEmpty()
                    ? jdbc.update(
                            """
                            insert into number_restriction (phone_number_id, kind, standing, until_at, told_at)
                            values (?, ?, ?, ?, ?)""", id, kind, kept.standing(), Times.column(kept.until()), Times.column(kept.toldAt()))
                    : jdbc.update(
                            """
                            update number_restriction set standing = ?, until_at = ?, told_at = ?
                            where phone_number_id = ? and kind = ? and told_at <= ?""",
                            kept.standing(),
                            Times.column(kept.until()),
                            Times.column(kept.toldAt()),
                            id,
                            kind,
                            Times.column(kept.toldAt()));
        });
    }

    private static Restriction restriction(ResultSet row) throws SQLException {
        return new Restriction(
                row.getString("kind"),
                row.getBoolean("standing"),
                Times.nullable(row, "until_at"),
                Times.of(row, "told_at"));
    }
}
