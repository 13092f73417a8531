package dev.tandem.store;

import dev.tandem.webhook.Person;
import dev.tandem.webhook.PhoneForms;
import dev.tandem.webhook.Renaming;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A person gets a new user id or a new phone number (R91, R94). The new name leads to the same contact, and two contacts
 * become one when both names had one. The old number is left: what is written with it later is somebody else's, because the
 * network may give it away; so the contact's key becomes the new number. An old user id is nobody else's and stays a name.
 * Always works in the caller's transaction.
 */
final class ContactRenaming {

    private final ContactNames names;
    private final ContactRows rows;

    ContactRenaming(JdbcTemplate jdbc, ContactNames names) {
        this.names = names;
        this.rows = new ContactRows(jdbc);
    }

    /** The contact of the person afterwards. */
    String rename(String phoneNumberId, Renaming renaming) {
        Instant at = renaming.at();
        String contact = before(phoneNumberId, renaming);
        String userId = renaming.userId();
        if (userId != null) {
            contact = names.learn(phoneNumberId, both(contact, Set.of(userId)), Set.of(), at);
            names.said(phoneNumberId, userId, at);
        }
        String phone = renaming.phone();
        if (phone != null) {
            contact = renumber(phoneNumberId, contact, renaming.before(), phone, at);
        }
        rows.callConversation(phoneNumberId, contact, names.known(phoneNumberId, contact));
        return contact;
    }

    /** Who the person was. A number that is somebody's only since a later time tells nothing about that. */
    private String before(String phoneNumberId, Renaming renaming) {
        Set<String> known = new LinkedHashSet<>(renaming.before().names());
        known.removeAll(names.saidAfter(phoneNumberId, known, renaming.at()));
        if (!known.isEmpty()) {
            return names.learn(phoneNumberId, known, Set.of(), renaming.at());
        }
        Set<String> after = new LinkedHashSet<>();
        if (renaming.userId() != null) {
            after.add(renaming.userId());
        }
        if (renaming.phone() != null) {
            after.addAll(PhoneForms.of(renaming.phone()));
        }
        return names.learn(phoneNumberId, after, Set.of(), renaming.at());
    }

    private String renumber(String phoneNumberId, String contact, Person before, String phone, Instant at) {
        Set<String> fresh = PhoneForms.of(phone);
        Set<String> left = names.phonesUntil(phoneNumberId, contact, at);
        if (before.phone() != null) {
            left.retainAll(before.names());
        }
        left.removeAll(fresh);
        Optional<String> there = names.whose(phoneNumberId, fresh, at).filter(key -> !left.contains(key));
        String key = there.orElse(left.contains(contact) || !ContactNames.isPhone(contact) ? phone : contact);
        if (!key.equals(contact)) {
            rows.move(phoneNumberId, contact, key, at);
        }
        left.forEach(name -> names.leave(phoneNumberId, name, key, at));
        String known = names.learn(phoneNumberId, both(key, fresh), Set.of(), at);
        names.said(phoneNumberId, phone, at);
        return known;
    }

    private static Set<String> both(String first, Set<String> others) {
        Set<String> names = new LinkedHashSet<>();
        names.add(first);
        names.addAll(others);
        return names;
    }
}
