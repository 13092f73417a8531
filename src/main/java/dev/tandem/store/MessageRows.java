package dev.tandem.store;

import dev.tandem.webhook.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of messages. Always works in the caller's transaction. */
final class MessageRows {

    static final int LONGEST_TEXT = 5000;

    private final JdbcTemplate jdbc;

    MessageRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What a row says of its message. */
    record Stored(String contact, String origin, String type, String item, boolean isPast) {}

    Optional<Stored> find(String phoneNumberId, String messageId) {
        return jdbc
                .query(
                        "select contact, origin, type, item, past from message where phone_number_id = ? and message_id = ?",
                        (row, n) -> new Stored(
                                row.getString("contact"),
                                row.getString("origin"),
                                row.getString("type"),
                                row.getString("item"),
                                row.getString("past") != null),
                        phoneNumberId,
                        messageId)
                .stream()
                .findFirst();
    }

    /** @param text what a person reads of it now */
    void insert(String phoneNumberId, String contact, Message message, @Nullable String text) {
        jdbc.update(
                """
                insert into message (phone_number_id, message_id, contact, direction, origin, type, preview, item, sent_at,
                  received_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                phoneNumberId,
                message.id(),
                contact,
                message.origin().direction(),
                message.origin().code(),
                message.type(),
                Text.column(text, LONGEST_TEXT),
                message.json().toString(),
                Times.column(message.at()),
                Times.column(message.receivedAt()));
    }

    /** The real message in the place of its placeholder, or the live one in the place of the one of the past (R27). */
    void replace(String phoneNumberId, String contact, Message message, @Nullable String text) {
        jdbc.update(
                """
                update message set contact = ?, direction = ?, origin = ?, type = ?, preview = ?, item = ?, sent_at = ?,
                  past = null
                where phone_number_id = ? and message_id = ?""",
                contact,
                message.origin().direction(),
                message.origin().code(),
                message.type(),
                Text.column(text, LONGEST_TEXT),
                message.json().toString(),
                Times.column(message.at()),
                phoneNumberId,
                message.id());
    }

    /** A placeholder whose real one turned out to be no message of its own. */
    void delete(String phoneNumberId, String messageId) {
        jdbc.update("delete from message where phone_number_id = ? and message_id = ?", phoneNumberId, messageId);
    }

    void say(String phoneNumberId, String messageId, @Nullable String text) {
        jdbc.update(
                "update message set preview = ? where phone_number_id = ? and message_id = ?",
                Text.column(text, LONGEST_TEXT),
                phoneNumberId,
                messageId);
    }

    /** The last message of a conversation, looked up; needed only when one is replaced. */
    Optional<ConversationRow.Last> latest(String phoneNumberId, String contact) {
        return jdbc
                .query(
                        """
                        select message_id, sent_at, direction, origin, type, preview from message
                        where phone_number_id = ? and contact = ? order by sent_at desc, message_id desc limit 1""",
                        (row, n) -> new ConversationRow.Last(
                                row.getString("message_id"),
                                Times.of(row, "sent_at"),
                                row.getString("direction"),
                                row.getString("origin"),
                                row.getString("type"),
                                Text.column(row.getString("preview"), 300)),
                        phoneNumberId,
                        contact)
                .stream()
                .findFirst();
    }
}
