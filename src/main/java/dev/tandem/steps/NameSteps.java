package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.consent.ContactReader;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.webhook.CrmNames;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of the name that the CRM gives a person. Thread-safe. */
@Component("names")
public final class NameSteps {

    private static final int LONGEST_NAME = 300;

    private final CrmNames names;
    private final ContactReader contacts;
    private final NumberDirectory numbers;
    private final Clock clock;

    public NameSteps(CrmNames names, ContactReader contacts, NumberDirectory numbers, Clock clock) {
        this.names = names;
        this.contacts = contacts;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** Gives the person the name in the body. */
    public void set(@Header("n") String n, @Header("contact") String contact, Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, n, exchange);
        String person = person(contact);
        String name = name(SmallBody.read(exchange, List.of("name")));
        Answers.json(exchange, 200, json(names.set(number, person, name, clock.instant())));
    }

    /** Gives the name up. */
    public void giveUp(@Header("n") String n, @Header("contact") String contact, Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, n, exchange);
        Answers.json(exchange, 200, json(names.giveUp(number, person(contact), clock.instant())));
    }

    private String person(String contact) {
        try {
            return contacts.read(PathName.of(contact));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(422, Reason.INVALID_RECIPIENT, String.valueOf(e.getMessage()));
        }
    }

    private static String name(JsonNode wish) {
        String name = wish.path("name").asText("").strip();
        if (!wish.path("name").isTextual() || name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf(0) >= 0) {
            throw SmallBody.wrong("name: what the person is called, in 1 to " + LONGEST_NAME
                    + " characters. DELETE gives the name up.");
        }
        return name;
    }

    private static Map<String, Object> json(CrmNames.Called called) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contact", called.contact());
        if (called.name() != null && called.source() != null) {
            json.put("name", called.name());
            json.put("nameSource", called.source().code());
        }
        return json;
    }
}
