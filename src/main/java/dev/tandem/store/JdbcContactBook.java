package dev.tandem.store;

import dev.tandem.domain.Recipient;
import dev.tandem.domain.Send;
import dev.tandem.send.ContactBook;
import dev.tandem.webhook.PhoneForms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** The contacts of recipients in a database. */
public final class JdbcContactBook implements ContactBook {

    private final JdbcTemplate jdbc;

    public JdbcContactBook(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A name with one number of ours. */
    private record Name(String phoneNumberId, String name) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int byNumber = phoneNumberId.compareTo(other.phoneNumberId);
            return byNumber != 0 ? byNumber : name.compareTo(other.name);
        }
    }

    @Override
    public List<Send> resolve(List<Send> sends) {
        Map<Name, String> known = known(sends);
        return known.isEmpty()
                ? sends
                : sends.stream().map(send -> known(send, known)).toList();
    }

    private static Send known(Send send, Map<Name, String> known) {
        return forms(send.acceptance().recipient()).stream()
                .map(form -> known.get(new Name(send.acceptance().phoneNumberId(), form)))
                .filter(contact -> contact != null)
                .findFirst()
                .map(send::knownAs)
                .orElse(send);
    }

    private static Set<String> forms(Recipient recipient) {
        return recipient.phone() != null ? PhoneForms.of(recipient.phone()) : Set.of(recipient.address());
    }

    private Map<Name, String> known(List<Send> sends) {
        Set<Name> names = new TreeSet<>();
        for (Send send : sends) {
            forms(send.acceptance().recipient())
                    .forEach(form -> names.add(new Name(send.acceptance().phoneNumberId(), form)));
        }
        Map<Name, String> contacts = new HashMap<>();
        jdbc.query(
                """
                select n.phone_number_id, n.name, n.contact
                from unnest(cast(? as varchar(40) array), cast(? as varchar(160) array)) as asked (number, called)
                join contact_name n on n.phone_number_id = asked.number and n.name = asked.called""",
                statement -> {
                    TextArray.set(
                            statement,
                            1,
                            names.stream().map(Name::phoneNumberId).toList());
                    TextArray.set(statement, 2, names.stream().map(Name::name).toList());
                },
                row -> {
                    contacts.put(
                            new Name(row.getString("phone_number_id"), row.getString("name")),
                            row.getString("contact"));
                });
        return contacts;
    }
}
