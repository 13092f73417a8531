package dev.tandem.simulator.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Person;
import org.jspecify.annotations.Nullable;

/** The {@code contacts} entry that goes with a message. */
final class Contacts {
    private Contacts() {}

    static ObjectNode of(Person person, @Nullable String nameNow) {
        ObjectNode contact = MetaJson.object();
        ObjectNode profile = contact.putObject("profile").put("name", nameNow != null ? nameNow : person.name());
        String waId = person.shownWaId();
        if (waId != null) {
            contact.put("wa_id", waId);
        } else {
            profile.put("username", "user." + Integer.toHexString(person.key().hashCode()));
        }
        return contact.put("user_id", person.userId());
    }
}
