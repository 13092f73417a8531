package dev.tandem.simulator.control;

import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.People;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/** Finds what a control call names: numbers by id, alias or phone number; people by phone number or user id. */
final class Lookup {
    private final Numbers numbers;
    private final People people;

    Lookup(Numbers numbers, People people) {
        this.numbers = numbers;
        this.people = people;
    }

    /** The number in the path. */
    SimulatedNumber number(ServerRequest http) {
        return number(http.pathVariable("n"));
    }

    SimulatedNumber number(String name) {
        SimulatedNumber number = numbers.find(name);
        if (number == null) {
            throw ControlException.notFound(
                    "there is no number '" + name
                            + "'; name one by phone_number_id, alias or phone number, or create it with PUT /control/numbers/{id}");
        }
        return number;
    }

    /** The person who writes, who is there from now on if nobody was. */
    Person writer(String written) {
        Person person = person(written);
        people.arrive(person);
        return person;
    }

    /** A person by phone number in international form, or by user id. */
    Person person(@Nullable String written) {
        Person person = null;
        if (written != null) {
            person = People.isUserId(written)
                    ? people.byUserId(written)
                    : people.byPhone(written.strip().startsWith("+") ? written : "+" + written, "");
        }
        if (person == null) {
            throw ControlException.badRequest("'" + written
                    + "' is neither a phone number with country code, such as +491701234567, nor a user id, such as"
                    + " DE.4f00aa11bb22");
        }
        return person;
    }
}
