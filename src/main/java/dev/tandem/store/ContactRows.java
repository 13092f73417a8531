package dev.tandem.store;

import dev.tandem.domain.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Everything that is kept under a contact's key, and follows when the key changes or two persons turn out to be one. Always
 * works in the caller's transaction.
 */
final class ContactRows {

    private final JdbcTemplate jdbc;
    private final AutomationRows automations;
    private final PersonNameRows names;

    ContactRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.automations = new AutomationRows(jdbc);
        this.names = new PersonNameRows(jdbc);
    }

    /** All rows of one contact become rows of another, which may have rows of its own or none. */
    void move(String phoneNumberId, String from, String into, Instant at) {
        for (String table : List.of("contact_name", "former_name", "message", "message_change")) {
            jdbc.update(
                    "update " + table + " set contact = ? where phone_number_id = ? and contact = ?",
                    into,
                    phoneNumberId,
                    from);
        }
        names.move(phoneNumberId, from, into);
        moveSends(phoneNumberId, from, into, at);
        moveConversation(phoneNumberId, from, into);
    }

    /**
     * The sends of a key, in whatever state. What waits for the window is asked again at once: the other's window may be open.
     * The version stays, so that a send that is on its way goes on undisturbed.
     */
    void moveSends(String phoneNumberId, String from, String into, Instant at) {
        int moved = jdbc.update(
                "update send set contact = ? where phone_number_id = ? and contact = ?", into, phoneNumberId, from);
        if (moved > 0) {
            jdbc.update("""
                    update send set wake_at = ?
                    where phone_number_id = ? and contact = ? and place = 'W' and state = 'held' and reason = ?
                      and wake_at > ?""", Times.column(at), phoneNumberId, into, Reason.WAITING_FOR_WINDOW.code(), Times.column(at));
        }
        moveDebts(phoneNumberId, from, into);
        // Like a send, a pause may stand under a name that nobody knew yet.
        automations.move(phoneNumberId, from, into);
    }

    /** What both were sent counts together: rather a moment too slow than refused by Meta. */
    private void moveDebts(String phoneNumberId, String from, String into) {
        int joined = jdbc.update(
                """
                update pair_debt set
                  sent = sent + (select o.sent from pair_debt o where o.phone_number_id = ? and o.contact = ?),
                  refused = refused + (select o.refused from pair_debt o where o.phone_number_id = ? and o.contact = ?),
                  paid_from = (select max(o.paid_from) from pair_debt o
                    where o.phone_number_id = ? and o.contact in (?, ?))
                where phone_number_id = ? and contact = ?
                  and exists (select 1 from pair_debt o where o.phone_number_id = ? and o.contact = ?)""",
                phoneNumberId,
                from,
                phoneNumberId,
                from,
                phoneNumberId,
                from,
                into,
                phoneNumberId,
                into,
                phoneNumberId,
                from);
        if (joined > 0) {
            jdbc.update("delete from pair_debt where phone_number_id = ? and contact = ?", phoneNumberId, from);
        } else {
            jdbc.update(
                    "update pair_debt set contact = ? where phone_number_id = ? and contact = ?",
                    into,
                    phoneNumberId,
                    from);
        }
    }

    private void moveConversation(String phoneNumberId, String from, String into) {
        Optional<ConversationRow> standing = ConversationRow.find(jdbc, phoneNumberId, into);
        Optional<ConversationRow> leaving = ConversationRow.find(jdbc, phoneNumberId, from);
        if (leaving.isEmpty()) {
            return;
        }
        if (standing.isEmpty()) {
            jdbc.update(
                    "update conversation set contact = ?, version = version + 1 where phone_number_id = ? and contact = ?",
                    into,
                    phoneNumberId,
                    from);
            return;
        }
        standing.get().joinedWith(leaving.get()).update(jdbc);
        jdbc.update("delete from conversation where phone_number_id = ? and contact = ?", phoneNumberId, from);
    }

    /** The conversation shows the names that Meta uses now; nothing when there is no conversation yet. */
    void callConversation(String phoneNumberId, String contact, ContactNames.Known known) {
        Optional<ConversationRow> row = ConversationRow.find(jdbc, phoneNumberId, contact);
        Optional<ConversationRow> called = row.map(standing -> standing.called(known));
        if (!called.equals(row)) {
            called.get().update(jdbc);
        }
    }

    static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
