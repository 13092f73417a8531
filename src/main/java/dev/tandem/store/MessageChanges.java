package dev.tandem.store;

import dev.tandem.domain.MessageChange;
import dev.tandem.domain.MessageStanding;
import dev.tandem.webhook.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of edits, recalls and reactions, and what messages show by them. Always works in the caller's transaction. */
final class MessageChanges {

    private static final String BY_PERSON = "user";

    private static final String INSERT = """
            insert into message_change (phone_number_id, change_id, message_id, contact, origin, kind, preview, item,
              sent_at, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;

    MessageChanges(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    boolean isKnown(String phoneNumberId, String changeId) {
        return !jdbc.queryForList(
                        "select 1 from message_change where phone_number_id = ? and change_id = ?",
                        phoneNumberId,
                        changeId)
                .isEmpty();
    }

    void insert(String phoneNumberId, String contact, Message message, Message.About about) {
        jdbc.update(INSERT, columns(phoneNumberId, contact, message, about));
    }

    /** Of messages that are all changes. */
    void insert(String phoneNumberId, String contact, List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                INSERT,
                messages.stream()
                        .flatMap(message ->
                                message.about().stream().map(about -> columns(phoneNumberId, contact, message, about)))
                        .toList());
    }

    private static @Nullable Object[] columns(
            String phoneNumberId, String contact, Message message, Message.About about) {
        MessageChange change = about.change();
        return new @Nullable Object[] {
            phoneNumberId,
            change.id(),
            about.messageId(),
            contact,
            message.origin().code(),
            change.kind().code(),
            Text.column(change.text(), MessageRows.LONGEST_TEXT),
            message.json().toString(),
            Times.column(change.at()),
            Times.column(message.receivedAt())
        };
    }

    MessageStanding standing(String phoneNumberId, String messageId, String origin) {
        return MessageStanding.of(
                origin.equals(BY_PERSON),
                jdbc.query(
                        "select * from message_change where phone_number_id = ? and message_id = ?",
                        MessageChanges::read,
                        phoneNumberId,
                        messageId));
    }

    /**
     * What was said about each of several messages.
     *
     * @return by message id; nothing for one that nothing was said about
     */
    Map<String, List<MessageChange>> of(String phoneNumberId, Collection<String> messageIds) {
        Map<String, List<MessageChange>> changes = new LinkedHashMap<>();
        if (messageIds.isEmpty()) {
            return changes;
        }
        jdbc.query(
                """
                select c.* from unnest(cast(? as varchar(300) array)) as asked (called)
                join message_change c on c.phone_number_id = ? and c.message_id = asked.called""",
                statement -> {
                    TextArray.set(statement, 1, messageIds);
                    statement.setString(2, phoneNumberId);
                },
                row -> {
                    changes.computeIfAbsent(row.getString("message_id"), id -> new ArrayList<>())
                            .add(read(row, 0));
                });
        return changes;
    }

    private static MessageChange read(ResultSet row, int n) throws SQLException {
        return new MessageChange(
                row.getString("change_id"),
                MessageChange.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("origin").equals(BY_PERSON),
                Times.of(row, "sent_at"),
                row.getString("preview"));
    }
}
