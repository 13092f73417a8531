package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.operation.PersonDesk;
import dev.tandem.webhook.ContactName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of what is known about a person. */
@Component("persons")
public final class PersonSteps {

    private final PersonDesk desk;
    private final NumberDirectory numbers;

    public PersonSteps(PersonDesk desk, NumberDirectory numbers) {
        this.desk = desk;
        this.numbers = numbers;
    }

    /** Everything that the caller's numbers know of a person. */
    public void export(@Header("contact") String contact, Exchange exchange) {
        eachNumber(contact, exchange, (number, name) -> Map.of("data", desk.export(number, name)));
    }

    /** Erases everything that the caller's numbers know of a person. */
    public void forget(@Header("contact") String contact, Exchange exchange) {
        eachNumber(contact, exchange, (number, name) -> {
            PersonDesk.Forgotten done = desk.forget(number, name);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("erased", done.erased());
            json.put("cancelled", done.cancelled());
            json.put("underWay", done.underWay());
            return json;
        });
    }

    private void eachNumber(
            String contact, Exchange exchange, BiFunction<BusinessNumber, String, Map<String, ?>> work) {
        Caller caller = Caller.of(exchange);
        String name = ContactName.of(PathName.of(contact));
        if (name.isEmpty()) {
            throw new ProblemException(
                    422,
                    Reason.INVALID_REQUEST,
                    "'" + contact + "' is no person: write a phone number with country code, or a user id.");
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (BusinessNumber number : numbers.all()) {
            if (caller.mayUse(number.phoneNumberId())) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("alias", number.alias());
                row.put("phoneNumberId", number.phoneNumberId());
                row.putAll(work.apply(number, name));
                rows.add(row);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contact", name);
        json.put("numbers", rows);
        Answers.json(exchange, 200, json);
    }
}
