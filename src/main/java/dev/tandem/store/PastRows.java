package dev.tandem.store;

import dev.tandem.domain.MessageStatus;
import dev.tandem.domain.PastMedia;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.MessageFacts;
import dev.tandem.webhook.PastMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of messages, read and written many at once. Always works in the caller's transaction. */
final class PastRows {

    /** A thread of the history says where it belongs. */
    static final String PLACED = "placed";

    /** Only its file came so far; its placeholder will say where it belongs. */
    static final String LOOSE = "loose";

    private final JdbcTemplate jdbc;

    PastRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A row of a message.
     *
     * @param contact empty as long as nobody knows whose it is
     * @param preview what a person reads of it now
     * @param past {@link #PLACED}, {@link #LOOSE}, null for one that came live
     * @param status what the history says of it
     */
    record Row(
            String messageId,
            String contact,
            String direction,
            String origin,
            String type,
            @Nullable String preview,
            String item,
            Instant at,
            Instant receivedAt,
            @Nullable String past,
            @Nullable MessageStatus status) {

        static Row of(
                Message message,
                String contact,
                @Nullable String preview,
                String past,
                @Nullable MessageStatus status) {
            return new Row(
                    message.id(),
                    contact,
                    message.origin().direction(),
                    message.origin().code(),
                    message.type(),
                    Text.column(preview, MessageRows.LONGEST_TEXT),
                    message.json().toString(),
                    message.at(),
                    message.receivedAt(),
                    past,
                    status);
        }

        boolean isLive() {
            return past == null;
        }

        boolean isLoose() {
            return LOOSE.equals(past);
        }

        boolean isPlaceholder() {
            return type.equals(PastMedia.PLACEHOLDER);
        }

        /** What it said at first. */
        @Nullable
        String original() {
            return MessageFacts.of(item).text();
        }

        /** With its place and, where only that has one, the content of what a thread of the history says. */
        Row placed(PastMessage said, String whose) {
            Message message = said.message();
            MessageStatus further = MessageStatus.further(status, said.status());
            // Meta's object says the status, too: it is the one that the status is from.
            boolean moves = further != status;
            boolean takes = said.isPlaceholder() ? isPlaceholder() && moves : isLoose() || isPlaceholder() || moves;
            return new Row(
                    messageId,
                    isLoose() ? whose : contact,
                    isLoose() ? message.origin().direction() : direction,
                    isLoose() ? message.origin().code() : origin,
                    takes ? message.type() : type,
                    preview,
                    takes ? message.json().toString() : item,
                    isLoose() ? message.at() : at,
                    receivedAt,
                    PLACED,
                    further);
        }

        /** With the file, in the place of its placeholder. */
        Row joined(Message withFile) {
            return new Row(
                    messageId,
                    contact,
                    direction,
                    origin,
                    withFile.type(),
                    preview,
                    withFile.json().toString(),
                    at,
                    receivedAt,
                    past,
                    status);
        }

        Row further(@Nullable MessageStatus said) {
            return new Row(
                    messageId,
                    contact,
                    direction,
                    origin,
                    type,
                    preview,
                    item,
                    at,
                    receivedAt,
                    past,
                    MessageStatus.further(status, said));
        }

        Row saying(@Nullable String text) {
            return new Row(
                    messageId,
                    contact,
                    direction,
                    origin,
                    type,
                    Text.column(text, MessageRows.LONGEST_TEXT),
                    item,
                    at,
                    receivedAt,
                    past,
                    status);
        }

        ConversationRow.Last last() {
            return new ConversationRow.Last(messageId, at, direction, origin, type, Text.column(preview, 300));
        }
    }

    /** By message id. */
    Map<String, Row> find(String phoneNumberId, Collection<String> ids) {
        Map<String, Row> rows = new LinkedHashMap<>();
        jdbc.query(
                """
                select m.* from unnest(cast(? as varchar(300) array)) as asked (called)
                join message m on m.phone_number_id = ? and m.message_id = asked.called""",
                statement -> {
                    TextArray.set(statement, 1, ids);
                    statement.setString(2, phoneNumberId);
                },
                row -> {
                    rows.put(row.getString("message_id"), read(row));
                });
        return rows;
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString("message_id"),
                row.getString("contact"),
                row.getString("direction"),
                row.getString("origin"),
                row.getString("type"),
                row.getString("preview"),
                row.getString("item"),
                Times.of(row, "sent_at"),
                Times.of(row, "received_at"),
                row.getString("past"),
                MessageStatus.parse(row.getString("status")));
    }

    /** Those of the ids that went out through the API. */
    Set<String> own(String phoneNumberId, Collection<String> ids) {
        return of("""
                select s.wamid from unnest(cast(? as varchar(300) array)) as asked (called)
                join send s on s.wamid = asked.called and s.phone_number_id = ?""", phoneNumberId, ids);
    }

    /** Those of the ids that are changes of messages and stored. */
    Set<String> changes(String phoneNumberId, Collection<String> ids) {
        return of("""
                select c.change_id from unnest(cast(? as varchar(300) array)) as asked (called)
                join message_change c on c.change_id = asked.called and c.phone_number_id = ?""", phoneNumberId, ids);
    }

    private Set<String> of(String sql, String phoneNumberId, Collection<String> ids) {
        Set<String> found = new LinkedHashSet<>();
        jdbc.query(
                sql,
                statement -> {
                    TextArray.set(statement, 1, ids);
                    statement.setString(2, phoneNumberId);
                },
                row -> {
                    found.add(row.getString(1));
                });
        return found;
    }

    void insert(String phoneNumberId, Collection<Row> rows) {
        batch(
                """
                insert into message (phone_number_id, message_id, contact, direction, origin, type, preview, item, sent_at,
                  received_at, past, status)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rows.stream()
                        .map(row -> new @Nullable Object[] {
                            phoneNumberId,
                            row.messageId(),
                            row.contact(),
                            row.direction(),
                            row.origin(),
                            row.type(),
                            row.preview(),
                            row.item(),
                            Times.column(row.at()),
                            Times.column(row.receivedAt()),
                            row.past(),
                            code(row)
                        })
                        .toList());
    }

    void rewrite(String phoneNumberId, Collection<Row> rows) {
        batch(
                """
                update message set contact = ?, direction = ?, origin = ?, type = ?, preview = ?, item = ?, sent_at = ?,
                  past = ?, status = ?
                where phone_number_id = ? and message_id = ?""",
                rows.stream()
                        .map(row -> new @Nullable Object[] {
                            row.contact(),
                            row.direction(),
                            row.origin(),
                            row.type(),
                            row.preview(),
                            row.item(),
                            Times.column(row.at()),
                            row.past(),
                            code(row),
                            phoneNumberId,
                            row.messageId()
                        })
                        .toList());
    }

    private static @Nullable String code(Row row) {
        return row.status() == null ? null : row.status().code();
    }

    private void batch(String sql, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, rows);
        }
    }
}
