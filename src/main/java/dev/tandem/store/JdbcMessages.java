package dev.tandem.store;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.Message;
import dev.tandem.webhook.MessageFacts;
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
    private final MessageRows messages;
    private final MessageChanges changes;
    private final AutomationRows automations;

    public JdbcMessages(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.names = new ContactNames(jdbc);
        this.renamings = new ContactRenaming(jdbc, names);
        this.messages = new MessageRows(jdbc);
        this.changes = new MessageChanges(jdbc);
        this.automations = new AutomationRows(jdbc);
    }

    @Override
    public Kept keep(BusinessNumber number, Person person, Message message, Instant now, EventOf event) {
        return Races.run(transaction, () -> keepOnce(number, person, message, now, event));
    }

    private Kept keepOnce(BusinessNumber number, Person person, Message message, Instant now, EventOf event) {
        String phoneNumberId = number.phoneNumberId();
        Optional<MessageRows.Stored> standing = messages.find(phoneNumberId, message.id());
        boolean replaces = standing.isPresent()
                && (standing.get().isPast()
                        || (Message.isPlaceholder(standing.get().type()) && !Message.isPlaceholder(message.type())));
        if ((standing.isPresent() && !replaces) || changes.isKnown(phoneNumberId, message.id())) {
            return new Kept(false, allNames(number, person));
        }
        String contact = Renaming.of(person, message)
                .map(renaming -> renamings.rename(phoneNumberId, renaming))
                .orElseGet(() -> names.contact(phoneNumberId, person, message.at()));
        ContactNames.Known known = names.known(phoneNumberId, contact);
        // Read before anything about the message is: whoever stores its edit at the same time must look again.
        Optional<ConversationRow> before = ConversationRow.find(jdbc, phoneNumberId, contact);
        Optional<ConversationRow.Last> last = before.map(ConversationRow::last);
        ConversationRow.Last next = message.about()
                .map(about -> change(phoneNumberId, contact, message, about, replaces, last))
                .orElseGet(() -> say(phoneNumberId, contact, message, replaces, last));
        ConversationRow after = before.map(row -> row.with(known, person, message, next))
                .orElseGet(() -> ConversationRow.first(phoneNumberId, contact, known, person, message, next));
        if (before.isPresent()) {
            after.update(jdbc);
        } else {
            after.insert(jdbc);
        }
        JdbcMedia.keep(jdbc, number, message);
        outbox.write(List.of(event.of(new Place(
                contact,
                after.window(now, number.linkedAt()),
                replaces,
                automations
                        .find(phoneNumberId, contact)
                        .filter(pause -> pause.holdsAt(now))
                        .orElse(null)))));
        return new Kept(true, known.names());
    }

    private Set<String> allNames(BusinessNumber number, Person person) {
        return names.find(number.phoneNumberId(), person.key())
                .map(contact -> names.known(number.phoneNumberId(), contact).names())
                .orElseGet(person::names);
    }

    /** Stores a message as it reads by what was said about it before it came; returns what was said last. */
    private ConversationRow.Last say(
            String phoneNumberId,
            String contact,
            Message message,
            boolean replaces,
            Optional<ConversationRow.Last> last) {
        String text = changes.standing(
                        phoneNumberId, message.id(), message.origin().code())
                .text(message.text());
        if (replaces) {
            messages.replace(phoneNumberId, contact, message, text);
            return messages.latest(phoneNumberId, contact).orElseGet(() -> ConversationRow.Last.of(message, text));
        }
        messages.insert(phoneNumberId, contact, message, text);
        ConversationRow.Last said = ConversationRow.Last.of(message, text);
        return last.map(standing -> standing.orLater(said)).orElse(said);
    }

    /** Stores what is said about a message, which may come later; returns what was said last. */
    private ConversationRow.Last change(
            String phoneNumberId,
            String contact,
            Message message,
            Message.About about,
            boolean replaces,
            Optional<ConversationRow.Last> last) {
        ConversationRow.Last standIn = ConversationRow.Last.ofChange(message);
        changes.insert(phoneNumberId, contact, message, about);
        Optional<ConversationRow.Last> standing = last;
        if (replaces) {
            messages.delete(phoneNumberId, message.id());
            standing = messages.latest(phoneNumberId, contact);
        }
        ConversationRow.Last said = standing.map(one -> one.orLater(standIn)).orElse(standIn);
        Optional<MessageRows.Stored> original = messages.find(phoneNumberId, about.messageId());
        if (original.isEmpty()) {
            return said;
        }
        String text = changes.standing(
                        phoneNumberId, about.messageId(), original.get().origin())
                .text(MessageFacts.of(original.get().item()).text());
        messages.say(phoneNumberId, about.messageId(), text);
        return about.messageId().equals(said.messageId()) ? said.withText(text) : said;
    }
}
