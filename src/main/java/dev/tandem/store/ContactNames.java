package dev.tandem.store;

import dev.tandem.webhook.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Who is who: all names of a person lead to one contact, and persons who turn out to be one are joined (R91). Always works
 * in the caller's transaction.
 */
final class ContactNames {

    private final JdbcTemplate jdbc;

    ContactNames(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The contact of a person; names that were not known are kept. */
    String contact(String phoneNumberId, Person person) {
        Map<String, String> known = known(phoneNumberId, person.names());
        Set<String> contacts = new LinkedHashSet<>(known.values());
        String contact = contacts.isEmpty() ? person.key() : best(contacts);
        for (String other : contacts) {
            if (!other.equals(contact)) {
                join(phoneNumberId, other, contact);
            }
        }
        List<Object[]> unknown = new ArrayList<>();
        for (String name : person.names()) {
            if (!known.containsKey(name)) {
                unknown.add(new Object[] {phoneNumberId, name, contact});
            }
        }
        if (!unknown.isEmpty()) {
            jdbc.batchUpdate("insert into contact_name (phone_number_id, name, contact) values (?, ?, ?)", unknown);
        }
        return contact;
    }

    /** The contact that a name leads to. */
    Optional<String> find(String phoneNumberId, String name) {
        return jdbc
                .queryForList(
                        "select contact from contact_name where phone_number_id = ? and name = ?",
                        String.class,
                        phoneNumberId,
                        name)
                .stream()
                .findFirst();
    }

    /** All names of a contact. */
    Set<String> namesOf(String phoneNumberId, String contact) {
        return new LinkedHashSet<>(jdbc.queryForList(
                "select name from contact_name where phone_number_id = ? and contact = ?",
                String.class,
                phoneNumberId,
                contact));
    }

    private Map<String, String> known(String phoneNumberId, Set<String> names) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(phoneNumberId);
        arguments.addAll(names);
        Map<String, String> known = new LinkedHashMap<>();
        jdbc.query(
                "select name, contact from contact_name where phone_number_id = ? and name in ("
                        + String.join(", ", Collections.nCopies(names.size(), "?")) + ") order by name",
                row -> {
                    known.put(row.getString("name"), row.getString("contact"));
                },
                arguments.toArray());
        return known;
    }

    /** A phone number rather than a user id, because it outlives a change of portfolio. */
    private static String best(Set<String> contacts) {
        return contacts.stream()
                .filter(contact -> Character.isDigit(contact.charAt(0)))
                .findFirst()
                .orElse(contacts.iterator().next());
    }

    private void join(String phoneNumberId, String from, String into) {
        for (String table : List.of("contact_name", "message")) {
            jdbc.update(
                    "update " + table + " set contact = ? where phone_number_id = ? and contact = ?",
                    into,
                    phoneNumberId,
                    from);
        }
        Optional<ConversationRow> standing = ConversationRow.find(jdbc, phoneNumberId, into);
        Optional<ConversationRow> leaving = ConversationRow.find(jdbc, phoneNumberId, from);
        if (leaving.isEmpty()) {
            return;
        }
        if (standing.isEmpty()) {
            jdbc.update(
                    "update conversation set contact = ? where phone_number_id = ? and contact = ?",
                    into,
                    phoneNumberId,
                    from);
            return;
        }
        standing.get().joinedWith(leaving.get()).update(jdbc);
        jdbc.update("delete from conversation where phone_number_id = ? and contact = ?", phoneNumberId, from);
    }

    static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
