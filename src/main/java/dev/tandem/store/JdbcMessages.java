package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.Messages;
import dev.tandem.webhook.Person;
import dev.tandem.webhook.Renaming;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The messages of conversations in a database. */
public final class JdbcMessages implements Messages {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final ContactNames names;
    private final ContactRenaming renamings;
    private final AutomationRows automations;

    public JdbcMessages(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.names = new ContactNames(jdbc);
        this.renamings = new ContactRenaming(jdbc, names);
        this.automations = new AutomationRows(jdbc);
    }

    @Override
    public Kept keep(BusinessNumber number, Person person, Message message, Instant now, EventOf event) {
        return Races.run(transaction, () -> keepOnce(number, person, message, now, event));
    }

    private Kept keepOnce(BusinessNumber number, Person person, Message message, Instant now, EventOf event) {
        Optional<String> standing = typeOf(number, message);
        boolean replaces =
                standing.isPresent() && Message.isPlaceholder(standing.get()) && !Message.isPlaceholder(message.type());
        if (standing.isPresent() && !replaces) {
            return new Kept(false, allNames(number, person));
        }
        String contact = Renaming.of(person, message)
                .map(renaming -> renamings.rename(number.phoneNumberId(), renaming))
                .orElseGet(() -> names.contact(number.phoneNumberId(), person, message.at()));
        ContactNames.Known known = names.known(number.phoneNumberId(), contact);
        if (replaces) {
            replace(number, message);
        } else {
            insert(number, contact, message);
        }
        ConversationRow conversation = converse(number, contact, known, person, message);
        outbox.write(List.of(event.of(new Place(
                contact,
                conversation.window(now, number.linkedAt()),
                replaces,
                automations
                        .find(number.phoneNumberId(), contact)
                        .filter(pause -> pause.holdsAt(now))
                        .orElse(null)))));
        return new Kept(true, known.names());
    }

    private Set<String> allNames(BusinessNumber number, Person person) {
        return names.find(number.phoneNumberId(), person.key())
                .map(contact -> names.known(number.phoneNumberId(), contact).names())
                .orElseGet(person::names);
    }

    private Optional<String> typeOf(BusinessNumber number, Message message) {
        return jdbc
                .queryForList(
                        "select type from message where phone_number_id = ? and message_id = ?",
                        String.class,
                        number.phoneNumberId(),
                        message.id())
                .stream()
                .findFirst();
    }

    private void insert(BusinessNumber number, String contact, Message message) {
        jdbc.update(
                """
                insert into message (phone_number_id, message_id, contact, direction, origin, type, preview, item, sent_at,
                  received_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                number.phoneNumberId(),
                message.id(),
                contact,
                message.origin().direction(),
                message.origin().code(),
                message.type(),
                Text.column(message.text(), 5000),
                message.json().toString(),
                Times.column(message.at()),
                Times.column(message.receivedAt()));
    }

    private void replace(BusinessNumber number, Message message) {
        jdbc.update(
                """
                update message set type = ?, preview = ?, item = ?, sent_at = ?
                where phone_number_id = ? and message_id = ?""",
                message.type(),
                Text.column(message.text(), 5000),
                message.json().toString(),
                Times.column(message.at()),
                number.phoneNumberId(),
                message.id());
    }

    private ConversationRow converse(
            BusinessNumber number, String contact, ContactNames.Known known, Person person, Message message) {
        Optional<ConversationRow> standing = ConversationRow.find(jdbc, number.phoneNumberId(), contact);
        if (standing.isPresent()) {
            ConversationRow next = standing.get().with(known, person, message);
            next.update(jdbc);
            return next;
        }
        ConversationRow first = ConversationRow.first(number.phoneNumberId(), contact, known, person, message);
        first.insert(jdbc);
        return first;
    }
}
