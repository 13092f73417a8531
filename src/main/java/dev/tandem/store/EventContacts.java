package dev.tandem.store;

import dev.tandem.domain.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Says in every event about a person what is known of them: phone and user id, and the key of their conversation, whichever
 * of their names the event itself came with. What an event says already stays as it is. Works in the caller's transaction.
 */
final class EventContacts {

    private static final String CONTACT = "contact";
    private static final String WA_ID = "waId";
    private static final String USER_ID = "userId";

    private final JdbcTemplate jdbc;

    EventContacts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What is known of the person of a name. */
    private record Known(
            String contact, @Nullable String waId, @Nullable String userId) {}

    List<Event> complete(List<Event> events) {
        Map<String, Set<String>> asked = new TreeMap<>();
        for (Event event : events) {
            if (!event.contact().isEmpty()) {
                asked.computeIfAbsent(event.phoneNumberId(), id -> new LinkedHashSet<>())
                        .add(event.contact());
            }
        }
        Map<String, Map<String, Known>> known = new HashMap<>();
        asked.forEach((number, names) -> known.put(number, known(number, names)));
        return events.stream()
                .map(event -> Optional.ofNullable(known.getOrDefault(event.phoneNumberId(), Map.of())
                                .get(event.contact()))
                        .map(person -> complete(event, person))
                        .orElse(event))
                .toList();
    }

    private Map<String, Known> known(String phoneNumberId, Set<String> names) {
        Map<String, Known> known = new HashMap<>();
        List<Object> arguments = new ArrayList<>();
        arguments.add(phoneNumberId);
        arguments.addAll(names);
        jdbc.query(
                """
                select asked.name as asked, n.contact, n.name, n.said_at from contact_name asked
                join contact_name n on n.phone_number_id = asked.phone_number_id and n.contact = asked.contact
                where asked.phone_number_id = ? and asked.name in (%s)
                order by n.said_at, n.name""".formatted(String.join(", ", Collections.nCopies(names.size(), "?"))),
                row -> {
                    String name = row.getString("name");
                    String contact = row.getString(CONTACT);
                    boolean isSaid = row.getObject("said_at") != null;
                    known.merge(
                            row.getString("asked"),
                            new Known(
                                    contact,
                                    isSaid && ContactNames.isPhone(name) ? name : null,
                                    isSaid && !ContactNames.isPhone(name) ? name : null),
                            EventContacts::later);
                },
                arguments.toArray());
        return known;
    }

    private static Known later(Known one, Known next) {
        return new Known(
                next.contact(),
                next.waId() != null ? next.waId() : one.waId(),
                next.userId() != null ? next.userId() : one.userId());
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
