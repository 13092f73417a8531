package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.phone.UserAccount;
import java.time.Instant;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What people change about themselves: marketing preference, phone number, user id. */
final class PeopleControl {
    private final Lookup lookup;
    private final UserAccount accounts;

    PeopleControl(Lookup lookup, UserAccount accounts) {
        this.lookup = lookup;
        this.accounts = accounts;
    }

    ServerResponse preference(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String from = fields.text("from");
        String value = fields.text("value");
        fields.nothingElse();
        if (!value.equals("stop") && !value.equals("resume")) {
            throw ControlException.badRequest("value must be \"stop\" or \"resume\", not \"" + value + "\"");
        }
        Person person = lookup.person(from);
        Instant at = accounts.prefer(number, person, value.equals("stop"));
        return Answers.ok(json(person).put("value", value).put("timestamp", at.getEpochSecond()));
    }

    ServerResponse changeNumber(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        Person person = lookup.person(fields.text("from"));
        Person target = lookup.person(fields.text("to"));
        boolean tellsUserId = fields.flagOr("userIdUpdate", false);
        fields.nothingElse();
        Person moved = accounts.changeNumber(number, person, target, tellsUserId);
        return Answers.ok(json(moved).put("previousWaId", person.waId()).put("previousUserId", person.userId()));
    }

    ServerResponse userId(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        Person person = lookup.person(fields.text("from"));
        fields.nothingElse();
        Person changed = accounts.changeUserId(number, person);
        return Answers.ok(json(changed).put("previousUserId", person.userId()));
    }

    private static ObjectNode json(Person person) {
        return MetaJson.object().put("waId", person.waId()).put("userId", person.userId());
    }
}
