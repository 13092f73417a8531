package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Person;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.past.Linkings;
import dev.tandem.simulator.past.PastReport;
import dev.tandem.simulator.past.PhoneBook;
import dev.tandem.simulator.past.Sync;
import java.util.Objects;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The owner looks into the phone book and edits it. */
final class PhoneBookControl {
    private final Lookup lookup;
    private final Linkings linkings;
    private final Sync sync;

    PhoneBookControl(Lookup lookup, Linkings linkings, Sync sync) {
        this.lookup = lookup;
        this.linkings = linkings;
        this.sync = sync;
    }

    ServerResponse get(ServerRequest http) {
        ArrayNode all = MetaJson.array();
        linkings.book(lookup.number(http)).entries().forEach(entry -> all.add(PastReport.contact(entry)));
        return Answers.ok(MetaJson.object().set("contacts", all));
    }

    /** Adds, renames or removes a person, which is told by webhook at once (R29). */
    ServerResponse change(ServerRequest http) {
        SimulatedNumber number = lookup.number(http);
        Fields fields = Fields.of(http);
        String action = fields.text("action");
        Person person = lookup.person(fields.text("contact"));
        String name = Objects.requireNonNullElse(fields.textOr("name", null), person.name());
        fields.nothingElse();
        PhoneBook.Entry entry =
                switch (action) {
                    case "add" -> sync.addContact(number, person, name);
                    case "remove" -> sync.removeContact(number, person);
                    default ->
                        throw ControlException.badRequest(
                                "action must be \"add\", also to rename, or \"remove\", not \"" + action + "\"");
                };
        if (entry == null) {
            throw ControlException.notFound(person.key() + " is not in the phone book of this number");
        }
        return Answers.ok(PastReport.contact(entry));
    }
}
