package dev.tandem.store;

import dev.tandem.domain.Window;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The row of one conversation.
 *
 * @param lastLiveAt Meta's time of the person's last message that opens a window, null if there is none; only grows
 * @param freeEntryUntil until when Meta said that templates are free, null if it did not; opens nothing (R62)
 * @param version counts up, so that of two rivals one must look again
 */
record ConversationRow(
        String phoneNumberId,
        String contact,
        @Nullable String waId,
        @Nullable String userId,
        @Nullable String name,
        @Nullable String username,
        Last last,
        @Nullable Instant lastLiveAt,
        @Nullable Instant closedByMetaAt,
        @Nullable Instant freeEntryUntil,
        int version) {

    /**
     * The last thing that was said.
     *
     * @param messageId null while nothing but changes of messages is known
     */
    record Last(
            @Nullable String messageId,
            Instant at,
            String direction,
            String origin,
            String type,
            @Nullable String text) {

        /** A message counts over what is said about messages; then time, and ids where it is the same. */
        private static final Comparator<Last> IN_ORDER = Comparator.comparing((Last last) -> last.messageId() != null)
                .thenComparing(Last::at)
                .thenComparing(last -> Objects.requireNonNullElse(last.messageId(), last.type()));

        /** @param text what a person reads of it now */
        static Last of(Message message, @Nullable String text) {
            return new Last(
                    message.id(),
                    message.at(),
                    message.origin().direction(),
                    message.origin().code(),
                    message.type(),
                    Text.column(text, 300));
        }

        /** What stands there until a message comes. */
        static Last ofChange(Message change) {
            return new Last(
                    null,
                    change.at(),
                    change.origin().direction(),
                    change.origin().code(),
                    change.type(),
                    null);
        }

        Last withText(@Nullable String now) {
            return new Last(messageId, at, direction, origin, type, Text.column(now, 300));
        }

        Last orLater(Last other) {
            return IN_ORDER.compare(other, this) > 0 ? other : this;
        }
    }

    static ConversationRow first(
            String phoneNumberId, String contact, ContactNames.Known known, Person person, Message message, Last last) {
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId(),
                known.userId(),
                Text.column(person.name(), 300),
                Text.column(person.username(), 300),
                last,
                message.opensWindow() ? message.at() : null,
                null,
                null,
                0);
    }

    /**
     * After one more message, which may be older than the last.
     *
     * @param now the last thing that was said, with this one
     */
    ConversationRow with(ContactNames.Known known, Person person, Message message, Last now) {
        String knownName = Text.column(person.name(), 300);
        String knownUsername = Text.column(person.username(), 300);
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId() != null ? known.waId() : waId,
                known.userId() != null ? known.userId() : userId,
                knownName != null ? knownName : name,
                knownUsername != null ? knownUsername : username,
                now,
                message.opensWindow() ? ContactRows.later(lastLiveAt, message.at()) : lastLiveAt,
                closedByMetaAt,
                freeEntryUntil,
                version);
    }

    /** Of a person of whom only the past is known: no window was ever open. */
    static ConversationRow firstPast(
            String phoneNumberId, String contact, ContactNames.Known known, @Nullable Person person, Last last) {
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId(),
                known.userId(),
                person == null ? null : Text.column(person.name(), 300),
                person == null ? null : Text.column(person.username(), 300),
                last,
                null,
                null,
                null,
                0);
    }

    /** With something of the past in it: it opens no window, and a name that is there stays (R28). */
    ConversationRow withPast(ContactNames.Known known, @Nullable Person person, Last now) {
        return new ConversationRow(
                phoneNumberId,
                contact,
                known.waId() != null ? known.waId() : waId,
                known.userId() != null ? known.userId() : userId,
                name != null || person == null ? name : Text.column(person.name(), 300),
                username != null || person == null ? username : Text.column(person.username(), 300),
                now,
                lastLiveAt,
                closedByMetaAt,
                freeEntryUntil,
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
                username != null ? username : other.username,
                last.orLater(other.last),
                ContactRows.later(lastLiveAt, other.lastLiveAt),
                ContactRows.later(closedByMetaAt, other.closedByMetaAt),
                ContactRows.later(freeEntryUntil, other.freeEntryUntil),
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
                username,
                last,
                lastLiveAt,
                closedByMetaAt,
                freeEntryUntil,
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
                row.getString("username"),
                new Last(
                        row.getString("last_message_id"),
                        Times.of(row, "last_at"),
                        row.getString("last_direction"),
                        row.getString("last_origin"),
                        row.getString("last_type"),
                        row.getString("last_text")),
                Times.nullable(row, "last_live_at"),
                Times.nullable(row, "closed_by_meta_at"),
                Times.nullable(row, "free_entry_until"),
                row.getInt("version"));
    }

    void insert(JdbcTemplate jdbc) {
        jdbc.update(
                """
                insert into conversation (phone_number_id, contact, wa_id, user_id, name, username, last_at, last_direction,
                  last_origin, last_type, last_text, last_message_id, last_live_at, closed_by_meta_at, free_entry_until,
                  version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                phoneNumberId,
                contact,
                waId,
                userId,
                name,
                username,
                Times.column(last.at()),
                last.direction(),
                last.origin(),
                last.type(),
                last.text(),
                last.messageId(),
                Times.column(lastLiveAt),
                Times.column(closedByMetaAt),
                Times.column(freeEntryUntil),
                version);
    }

    /** @throws OptimisticLockingFailureException when somebody else changed the row since it was read */
    void update(JdbcTemplate jdbc) {
        int count = jdbc.update(
                """
                update conversation set wa_id = ?, user_id = ?, name = ?, username = ?, last_at = ?, last_direction = ?,
                  last_origin = ?, last_type = ?, last_text = ?, last_message_id = ?, last_live_at = ?,
                  closed_by_meta_at = ?, free_entry_until = ?, version = ?
                where phone_number_id = ? and contact = ? and version = ?""",
                waId,
                userId,
                name,
                username,
                Times.column(last.at()),
                last.direction(),
                last.origin(),
                last.type(),
                last.text(),
                last.messageId(),
                Times.column(lastLiveAt),
                Times.column(closedByMetaAt),
                Times.column(freeEntryUntil),
                version + 1,
                phoneNumberId,
                contact,
                version);
        if (count == 0) {
            throw new OptimisticLockingFailureException("The conversation with " + contact + " changed meanwhile");
        }
    }
}
