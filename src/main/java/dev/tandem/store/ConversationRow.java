package dev.tandem.store;

import dev.tandem.domain.Window;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The row of one conversation.
 *
 * @param lastLiveAt Meta's time of the person's last message that opens a window, null if there is none; only grows
 * @param version counts up, so that of two rivals one must look again
 */
record ConversationRow(
        String phoneNumberId,
        String contact,
        @Nullable String waId,
        @Nullable String userId,
        @Nullable String name,
        Last last,
        @Nullable Instant lastLiveAt,
        @Nullable Instant closedByMetaAt,
        int version) {

    /** The last thing that was said. */
    record Last(
            Instant at,
            String direction,
            String origin,
            String type,
            @Nullable String text) {

        private static Last of(Message message) {
            return new Last(
                    message.at(),
                    message.origin().direction(),
                    message.origin().code(),
                    message.type(),
                    Text.column(message.text(), 300));
        }
    }

    static ConversationRow first(
            String phoneNumberId, String contact, ContactNames.Known known, Person person, Message message) {
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId(),
                known.userId(),
                Text.column(person.name(), 300),
                Last.of(message),
                message.opensWindow() ? message.at() : null,
                null,
                0);
    }

    /** After one more message, which may be older than the last. */
    ConversationRow with(ContactNames.Known known, Person person, Message message) {
        String knownName = Text.column(person.name(), 300);
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId() != null ? known.waId() : waId,
                known.userId() != null ? known.userId() : userId,
                knownName != null ? knownName : name,
                message.at().isBefore(last.at()) ? last : Last.of(message),
                message.opensWindow() ? ContactRows.later(lastLiveAt, message.at()) : lastLiveAt,
                closedByMetaAt,
                version);
    }

    /** Two rows of what turned out to be one person. */
    ConversationRow joinedWith(ConversationRow other) {
        return new ConversationRow(
                phoneNumberId,
                contact,
                waId != null ? waId : other.waId,
                userId != null ? userId : other.userId,
                name != null ? name : other.name,
                other.last.at().isAfter(last.at()) ? other.last : last,
                ContactRows.later(lastLiveAt, other.lastLiveAt),
                ContactRows.later(closedByMetaAt, other.closedByMetaAt),
                version);
    }

    /** The same conversation with the names that Meta uses now. */
    ConversationRow called(ContactNames.Known known) {
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId() != null ? known.waId() : waId,
                known.userId() != null ? known.userId() : userId,
                name,
                last,
                lastLiveAt,
                closedByMetaAt,
                version);
    }

    Window window(Instant now, Instant linkedAt) {
        return Window.at(now, lastLiveAt, closedByMetaAt, linkedAt);
    }

    static Optional<ConversationRow> find(JdbcTemplate jdbc, String phoneNumberId, String contact) {
        return jdbc
                .query(
                        "select * from conversation where phone_number_id = ? and contact = ?",
                        ConversationRow::read,
                        phoneNumberId,
                        contact)
                .stream()
                .findFirst();
    }

    static ConversationRow read(ResultSet row, int n) throws SQLException {
        return new ConversationRow(
                row.getString("phone_number_id"),
                row.getString("contact"),
                row.getString("wa_id"),
                row.getString("user_id"),
                row.getString("name"),
                new Last(
                        Times.of(row, "last_at"),
                        row.getString("last_direction"),
                        row.getString("last_origin"),
                        row.getString("last_type"),
                        row.getString("last_text")),
                Times.nullable(row, "last_live_at"),
                Times.nullable(row, "closed_by_meta_at"),
                row.getInt("version"));
    }

    void insert(JdbcTemplate jdbc) {
        jdbc.update(
                """
                insert into conversation (phone_number_id, contact, wa_id, user_id, name, last_at, last_direction,
                  last_origin, last_type, last_text, last_live_at, closed_by_meta_at, version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                phoneNumberId,
                contact,
                waId,
                userId,
                name,
                Times.column(last.at()),
                last.direction(),
                last.origin(),
                last.type(),
                last.text(),
                Times.column(lastLiveAt),
                Times.column(closedByMetaAt),
                version);
    }

    /** @throws OptimisticLockingFailureException when somebody else changed the row since it was read */
    void update(JdbcTemplate jdbc) {
        int count = jdbc.update(
                """
                update conversation set wa_id = ?, user_id = ?, name = ?, last_at = ?, last_direction = ?,
                  last_origin = ?, last_type = ?, last_text = ?, last_live_at = ?, closed_by_meta_at = ?, version = ?
                where phone_number_id = ? and contact = ? and version = ?""",
                waId,
                userId,
                name,
                Times.column(last.at()),
                last.direction(),
                last.origin(),
                last.type(),
                last.text(),
                Times.column(lastLiveAt),
                Times.column(closedByMetaAt),
                version + 1,
                phoneNumberId,
                contact,
                version);
        if (count == 0) {
            throw new OptimisticLockingFailureException("The conversation with " + contact + " changed meanwhile");
        }
    }
}
