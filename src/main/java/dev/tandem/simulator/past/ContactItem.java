package dev.tandem.simulator.past;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import java.time.Instant;

/**
 * An item of {@code state_sync}.
 *
 * @param removed whether the entry is taken out; names are absent then
 * @param at when the owner did it
 */
record ContactItem(PhoneBook.Entry entry, boolean removed, Instant at) {

    static ContactItem added(PhoneBook.Entry entry) {
        return new ContactItem(entry, false, entry.changedAt());
    }

    /**
     * The item in Meta's JSON, without its time.
     *
     * @param alsoUserId whether one with a phone number names the user id, too
     */
    ObjectNode json(boolean alsoUserId) {
        ObjectNode item = MetaJson.object().put("type", "contact");
        ObjectNode contact = item.putObject("contact");
        if (!removed) {
            contact.put("full_name", entry.fullName()).put("first_name", entry.firstName());
        }
        if (entry.phone() != null) {
            contact.put("phone_number", entry.phone());
        }
        if (entry.phone() == null || alsoUserId) {
            contact.put("user_id", entry.userId());
        }
        if (entry.phone() == null) {
            contact.put("username", "user." + Integer.toHexString(entry.key().hashCode()));
        }
        return item.put("action", removed ? "remove" : "add");
    }
}
