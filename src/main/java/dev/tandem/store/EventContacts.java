package dev.tandem.store;

import dev.tandem.domain.Event;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Says in every event about a person what is known of them: phone and user id, and the key of their conversation, whichever
 * of their names the event itself came with. What an event says already stays as it is, but for a name: that of the CRM stands
 * above every other (R30). Works in the caller's transaction.
 */
final class EventContacts {

    private static final String CONTACT = "contact";
    private static final String WA_ID = "waId";
    private static final String USER_ID = "userId";
    private static final String NAME = "name";

    private final JdbcTemplate jdbc;

    EventContacts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A person as an event names them, with one number of ours. */
    private record Person(String number, String name) {
        static Person of(Event event) {
            return new Person(event.phoneNumberId(), event.contact());
        }
    }

    /** What is known of the person of a name. */
    private record Known(
            String contact,
            @Nullable String waId,
            @Nullable String userId,
            @Nullable String crmName) {}

    /** The same events in the same order. */
    List<Event> complete(List<Event> events) {
        Map<Person, Known> known = known(events.stream()
                .filter(event -> !event.contact().isEmpty())
                .map(Person::of)
                .distinct()
                .toList());
        return events.stream()
                .map(event -> Optional.ofNullable(known.get(Person.of(event)))
                        .map(person -> complete(event, person))
                        .orElse(event))
                .toList();
    }

    private Map<Person, Known> known(List<Person> asked) {
        Map<Person, Known> known = new HashMap<>();
        if (asked.isEmpty()) {
            return known;
        }
        jdbc.query(
                """
                select a.phone_number_id, a.name as called, n.contact, n.name, n.said_at, crm.name as crm_name
                from unnest(cast(? as varchar(40) array), cast(? as varchar(160) array)) as asked (number, called)
                join contact_name a on a.phone_number_id = asked.number and a.name = asked.called
                join contact_name n on n.phone_number_id = a.phone_number_id and n.contact = a.contact
                left join person_name crm on crm.phone_number_id = a.phone_number_id and crm.contact = a.contact
                  and crm.source = 'crm'
                order by n.said_at, n.name""",
                statement -> {
                    TextArray.set(
                            statement, 1, asked.stream().map(Person::number).toList());
                    TextArray.set(statement, 2, asked.stream().map(Person::name).toList());
                },
                row -> {
                    String name = row.getString("name");
                    boolean isSaid = row.getObject("said_at") != null;
                    known.merge(
                            new Person(row.getString("phone_number_id"), row.getString("called")),
                            new Known(
                                    row.getString(CONTACT),
                                    isSaid && ContactNames.isPhone(name) ? name : null,
                                    isSaid && !ContactNames.isPhone(name) ? name : null,
                                    row.getString("crm_name")),
                            EventContacts::later);
                });
        return known;
    }

    private static Known later(Known one, Known next) {
        return new Known(
                next.contact(),
                next.waId() != null ? next.waId() : one.waId(),
                next.userId() != null ? next.userId() : one.userId(),
                next.crmName());
    }

    private static Event complete(Event event, Known person) {
        Map<String, Object> body = new LinkedHashMap<>(event.body());
        Map<String, Object> contact = new LinkedHashMap<>();
        if (body.get(CONTACT) instanceof Map<?, ?> said) {
            said.forEach((field, value) -> contact.put(String.valueOf(field), value));
        }
        if (person.waId() != null) {
            contact.putIfAbsent(WA_ID, person.waId());
        }
        if (person.userId() != null) {
            contact.putIfAbsent(USER_ID, person.userId());
        }
        if (person.crmName() != null) {
            contact.put(NAME, person.crmName());
        }
        if (!contact.isEmpty()) {
            body.put(CONTACT, contact);
        }
        return new Event(
                event.id(),
                event.channel(),
                event.phoneNumberId(),
                person.contact(),
                event.type(),
                event.source(),
                body);
    }
}
