package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import org.jspecify.annotations.Nullable;

/** Finds out whom a send is for: {@code to} wins over {@code recipient} (R92). */
final class Recipients {
    /**
     * The recipient.
     *
     * @param input the text it was addressed by
     */
    record Recipient(Person person, String input, boolean byUserId) {}

    private final People people;

    Recipients(People people) {
        this.people = people;
    }

    Recipient of(SimulatedNumber number, ObjectNode body) {
        JsonNode to = body.get("to");
        if (to != null) {
            return byPhone(number, to.asText());
        }
        JsonNode userId = body.get("recipient");
        if (userId == null) {
            throw new MetaException(MetaError.REQUIRED_MISSING, "to is required (or recipient, for a user id)");
        }
        Person person = people.byUserId(userId.asText());
        if (person == null) {
            throw new MetaException(
                    MetaError.VALUE_INVALID,
                    "recipient must be a user id such as DE.4f00aa11bb22, not '" + userId.asText() + "'");
        }
        return new Recipient(person, userId.asText(), true);
    }

    /** Why nothing reaches a person, null if it does. */
    @Nullable
    MetaException unreachable(Person person) {
        return people.hasLeft(person)
                ? new MetaException(MetaError.UNDELIVERABLE, "nobody is on WhatsApp as " + person.key() + " any more")
                : null;
    }

    private Recipient byPhone(SimulatedNumber number, String to) {
        if (People.isUserId(to)) {
            throw new MetaException(MetaError.VALUE_INVALID, "to takes a phone number; a user id goes in recipient");
        }
        String own = number.profile().digits();
        Person person = people.byPhone(to, own);
        if (person == null || to.chars().anyMatch(Character::isLetter)) {
            throw new MetaException(
                    MetaError.VALUE_INVALID, "to must be a phone number with + and country code, not '" + to + "'");
        }
        if (own.equals(person.waId())) {
            throw new MetaException(MetaError.SENDER_IS_RECIPIENT, "the number can not write to itself");
        }
        return new Recipient(person, to, false);
    }
}
