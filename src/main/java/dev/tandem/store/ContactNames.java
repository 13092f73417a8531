package dev.tandem.store;

import dev.tandem.webhook.Person;
import dev.tandem.webhook.PhoneForms;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Who is who: all names of a person lead to one contact, and persons who turn out to be one are joined (R91). A contact's key
 * is always one of its names. Always works in the caller's transaction.
 */
final class ContactNames {

    private final JdbcTemplate jdbc;
    private final ContactRows rows;

    ContactNames(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.rows = new ContactRows(jdbc);
    }

    /**
     * What a contact is called.
     *
     * @param waId the number that Meta used last, null when none is known
     * @param userId the user id that the person has now, null when none is known
     */
    record Known(
            Set<String> names,
            @Nullable String waId,
            @Nullable String userId) {}

    /** Where a name leads, and since when Meta uses it; null when only we do. */
    private record Lead(String contact, @Nullable Instant saidAt) {}

    /** The contact of a person who is seen at this time; names that were not known are kept. */
    String contact(String phoneNumberId, Person person, Instant at) {
        return learn(phoneNumberId, person.names(), person.said(), at);
    }

    /**
     * The contact of one person who has all these names at this time. Nothing is written when nothing is new.
     *
     * @param names the best first: the key of a person who has none
     * @param said those that Meta itself uses
     * @throws DuplicateKeyException when somebody else learns the same at the same time: look again
     */
    String learn(String phoneNumberId, Set<String> names, Set<String> said, Instant at) {
        Map<String, Lead> known = leads(phoneNumberId, names);
        Map<String, String> former = former(phoneNumberId, names, at);
        Set<String> contacts = new LinkedHashSet<>();
        for (String name : names) {
            Stream.ofNullable(whose(name, former, known)).forEach(contacts::add);
        }
        Set<String> keys = new LinkedHashSet<>(contacts);
        names.stream()
                .filter(name -> !former.containsKey(name) && !known.containsKey(name))
                .forEach(keys::add);
        String contact = contacts.stream().anyMatch(ContactNames::isPhone) ? best(contacts) : best(keys);
        boolean isNew = false;
        for (String other : contacts) {
            if (!other.equals(contact)) {
                rows.move(phoneNumberId, other, contact, at);
                isNew = true;
            }
        }
        for (String name : names) {
            boolean isSaid = said.contains(name);
            if (former.containsKey(name)) {
                continue;
            }
            Lead lead = known.get(name);
            if (lead == null) {
                add(phoneNumberId, name, contact, isSaid ? at : null);
                if (!name.equals(contact)) {
                    rows.moveSends(phoneNumberId, name, contact, at);
                }
                isNew = true;
            } else if (isSaid && lead.saidAt() == null) {
                said(phoneNumberId, name, at);
                isNew = true;
            }
        }
        if (isNew) {
            rows.callConversation(phoneNumberId, contact, known(phoneNumberId, contact));
        }
        return contact;
    }

    private void add(String phoneNumberId, String name, String contact, @Nullable Instant saidAt) {
        jdbc.update(
                "insert into contact_name (phone_number_id, name, contact, said_at) values (?, ?, ?, ?)",
                phoneNumberId,
                name,
                contact,
                Times.column(saidAt));
    }

    /** The person has this name now; a later word stands. */
    void said(String phoneNumberId, String name, Instant at) {
        jdbc.update("""
                update contact_name set said_at = ?
                where phone_number_id = ? and name = ? and (said_at is null or said_at < ?)""", Times.column(at), phoneNumberId, name, Times.column(at));
    }

    /** From this time on the name is nobody's; what was written with it until then stays the contact's. */
    void leave(String phoneNumberId, String name, String contact, Instant at) {
        int left = jdbc.update(
                "delete from contact_name where phone_number_id = ? and name = ? and contact = ?",
                phoneNumberId,
                name,
                contact);
        if (left > 0 && former(phoneNumberId, Set.of(name), at).isEmpty()) {
            jdbc.update(
                    "insert into former_name (phone_number_id, name, until_at, contact) values (?, ?, ?, ?)",
                    phoneNumberId,
                    name,
                    Times.column(at),
                    contact);
        }
    }

    /** When somebody gave one of these names away. */
    Set<Instant> leftAt(String phoneNumberId, Set<String> some) {
        Set<Instant> left = new LinkedHashSet<>();
        jdbc.query(
                """
                select n.until_at from unnest(cast(? as varchar(160) array)) as asked (called)
                join former_name n on n.phone_number_id = ? and n.name = asked.called""",
                statement -> {
                    TextArray.set(statement, 1, some);
                    statement.setString(2, phoneNumberId);
                },
                row -> {
                    left.add(Times.of(row, "until_at"));
                });
        return left;
    }

    /** Those of the names that Meta uses only since later than this time. */
    Set<String> saidAfter(String phoneNumberId, Set<String> some, Instant at) {
        Set<String> later = new LinkedHashSet<>();
        leads(phoneNumberId, some).forEach((name, lead) -> {
            if (isPhone(name) && lead.saidAt() != null && lead.saidAt().isAfter(at)) {
                later.addAll(PhoneForms.of(name));
            }
        });
        return later;
    }

    /** Whose one of these names is at this time, the first that is known. */
    Optional<String> whose(String phoneNumberId, Set<String> names, Instant at) {
        Map<String, String> former = former(phoneNumberId, names, at);
        Map<String, Lead> known = leads(phoneNumberId, names);
        return names.stream()
                .flatMap(name -> Stream.ofNullable(whose(name, former, known)))
                .findFirst();
    }

    private static @Nullable String whose(String name, Map<String, String> former, Map<String, Lead> known) {
        Lead lead = known.get(name);
        String left = former.get(name);
        return left != null || lead == null ? left : lead.contact();
    }

    /** The contact that a name leads to now. */
    Optional<String> find(String phoneNumberId, String name) {
        return Optional.ofNullable(leads(phoneNumberId, Set.of(name)).get(name)).map(Lead::contact);
    }

    /** The contact that a name leads to now, else the last that had it. */
    Optional<String> findEver(String phoneNumberId, String name) {
        return find(phoneNumberId, name).or(() -> jdbc.queryForList("""
                                select contact from former_name where phone_number_id = ? and name = ?
                                order by until_at desc limit 1""", String.class, phoneNumberId, name).stream()
                .findFirst());
    }

    /** Every key, with any number, under which sends to the person of this name may stand; the name itself is one. */
    Set<String> keys(String name) {
        Set<String> keys = new LinkedHashSet<>();
        for (String form : PhoneForms.of(name)) {
            keys.add(form);
            keys.addAll(jdbc.queryForList("select contact from contact_name where name = ?", String.class, form));
            keys.addAll(jdbc.queryForList("select contact from former_name where name = ?", String.class, form));
        }
        return keys;
    }

    /** All names of a contact, and the ones that Meta uses now. */
    Known known(String phoneNumberId, String contact) {
        Set<String> names = new LinkedHashSet<>();
        Map<Boolean, String> latest = new LinkedHashMap<>();
        jdbc.query(
                "select name, said_at from contact_name where phone_number_id = ? and contact = ? order by said_at, name",
                row -> {
                    String name = row.getString("name");
                    names.add(name);
                    if (row.getObject("said_at") != null) {
                        latest.put(isPhone(name), name);
                    }
                },
                phoneNumberId,
                contact);
        return new Known(names, latest.get(true), latest.get(false));
    }

    /** The phone numbers of a contact but for those that Meta uses only since later. */
    Set<String> phonesUntil(String phoneNumberId, String contact, Instant at) {
        Set<String> phones = new LinkedHashSet<>(known(phoneNumberId, contact).names());
        phones.removeAll(saidAfter(phoneNumberId, phones, at));
        phones.removeIf(name -> !isPhone(name));
        return phones;
    }

    private Map<String, Lead> leads(String phoneNumberId, Collection<String> names) {
        Map<String, Lead> known = new LinkedHashMap<>();
        jdbc.query(
                """
                select n.name, n.contact, n.said_at
                from unnest(cast(? as varchar(160) array)) as asked (called)
                join contact_name n on n.phone_number_id = ? and n.name = asked.called
                order by n.name""",
                statement -> {
                    TextArray.set(statement, 1, names);
                    statement.setString(2, phoneNumberId);
                },
                row -> {
                    known.put(
                            row.getString("name"), new Lead(row.getString("contact"), Times.nullable(row, "said_at")));
                });
        return known;
    }

    /** Of names that somebody had until this time or longer: who. */
    private Map<String, String> former(String phoneNumberId, Collection<String> names, Instant at) {
        Map<String, String> former = new LinkedHashMap<>();
        jdbc.query(
                """
                select n.name, n.contact
                from unnest(cast(? as varchar(160) array)) as asked (called)
                join former_name n on n.phone_number_id = ? and n.name = asked.called and n.until_at >= ?
                order by n.until_at desc""",
                statement -> {
                    TextArray.set(statement, 1, names);
                    statement.setString(2, phoneNumberId);
                    statement.setObject(3, Times.column(at));
                },
                row -> {
                    former.put(row.getString("name"), row.getString("contact"));
                });
        return former;
    }

    /** A phone number rather than a user id, because it outlives a change of portfolio. */
    private static String best(Set<String> contacts) {
        return contacts.stream()
                .filter(ContactNames::isPhone)
                .findFirst()
                .orElse(contacts.iterator().next());
    }

    static boolean isPhone(String name) {
        return Character.isDigit(name.charAt(0));
    }
}
