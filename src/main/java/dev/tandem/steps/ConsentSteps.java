package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.consent.ConsentDesk;
import dev.tandem.consent.ContactReader;
import dev.tandem.consent.OptInWarnings;
import dev.tandem.consent.WishSheet;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Wish;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps of opt-outs and opt-ins. Thread-safe. */
@Component("consent")
public final class ConsentSteps {

    private static final Set<Wish.Kind> OPT_OUTS = Set.of(Wish.Kind.NO_MARKETING, Wish.Kind.NOTHING);
    private static final Set<Wish.Kind> OPT_INS = Set.of(Wish.Kind.OPT_IN);

    private final ConsentDesk desk;
    private final WishSheet sheets;
    private final ContactReader contacts;
    private final OptInWarnings warnings;
    private final NumberDirectory numbers;

    public ConsentSteps(
            ConsentDesk desk,
            WishSheet sheets,
            ContactReader contacts,
            OptInWarnings warnings,
            NumberDirectory numbers) {
        this.desk = desk;
        this.sheets = sheets;
        this.contacts = contacts;
        this.warnings = warnings;
        this.numbers = numbers;
    }

    /** The opt-outs that stand for a person. */
    public void optOuts(@Header("contact") String contact, Exchange exchange) {
        answer(exchange, contact(contact), OPT_OUTS);
    }

    /** Records an opt-out; without a body it is one of marketing. */
    public void optOut(
            @Header("contact") String contact, @Header("number") @Nullable String number, Exchange exchange) {
        record(exchange, contact(contact), number, scope(exchange), OPT_OUTS);
    }

    /** Takes the opt-outs of a person back. */
    public void endOptOuts(
            @Header("contact") String contact, @Header("number") @Nullable String number, Exchange exchange) {
        takeBack(exchange, contact(contact), number, OPT_OUTS);
    }

    /** Records a list of opt-outs. */
    public void optOutList(@Header("number") @Nullable String number, Exchange exchange) {
        record(exchange, number, sheets.optOuts(csv(exchange)));
    }

    /** The opt-ins that stand for a person. */
    public void optIns(@Header("contact") String contact, Exchange exchange) {
        answer(exchange, contact(contact), OPT_INS);
    }

    /** Records an opt-in. */
    public void optIn(@Header("contact") String contact, @Header("number") @Nullable String number, Exchange exchange) {
        record(exchange, contact(contact), number, Wish.Kind.OPT_IN, OPT_INS);
    }

    /** Takes the opt-ins of a person back. */
    public void endOptIns(
            @Header("contact") String contact, @Header("number") @Nullable String number, Exchange exchange) {
        takeBack(exchange, contact(contact), number, OPT_INS);
    }

    /** Records a list of opt-ins. */
    public void optInList(@Header("number") @Nullable String number, Exchange exchange) {
        record(exchange, number, sheets.optIns(csv(exchange)));
    }

    /** Tells an operator of what left without an opt-in. */
    public void tellWarnings() {
        warnings.tell();
    }

    private void record(
            Exchange exchange, String contact, @Nullable String number, Wish.Kind kind, Set<Wish.Kind> shown) {
        Caller caller = Caller.of(exchange);
        desk.record(List.of(new ConsentDesk.Entry(contact, kind)), place(number, caller), caller.name());
        answer(exchange, contact, shown);
    }

    private void record(Exchange exchange, @Nullable String number, WishSheet.Sheet sheet) {
        Caller caller = Caller.of(exchange);
        desk.record(sheet.entries(), place(number, caller), caller.name());
        List<Map<String, Object>> wrong =
                sheet.wrong().stream().map(ConsentSteps::json).toList();
        Answers.json(exchange, 200, Map.of("recorded", sheet.entries().size(), "wrong", wrong));
    }

    private void takeBack(Exchange exchange, String contact, @Nullable String number, Set<Wish.Kind> kinds) {
        Caller caller = Caller.of(exchange);
        desk.takeBack(contact, kinds, place(number, caller), caller.name());
        answer(exchange, contact, kinds);
    }

    private void answer(Exchange exchange, String contact, Set<Wish.Kind> kinds) {
        Caller caller = Caller.of(exchange);
        List<Map<String, Object>> standing = desk.standing(contact, kinds).stream()
                .filter(wish -> wish.phoneNumberId() == null || caller.mayUse(wish.phoneNumberId()))
                .map(ConsentSteps::json)
                .toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contact", contact);
        json.put(kinds == OPT_INS ? "optIns" : "optOuts", standing);
        Answers.json(exchange, 200, json);
    }

    private static Map<String, Object> json(Wish wish) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (wish.kind() != Wish.Kind.OPT_IN) {
            json.put("scope", WishSheet.scope(wish.kind()));
        }
        json.put("phoneNumberId", wish.phoneNumberId() == null ? "" : wish.phoneNumberId());
        json.put("source", wish.source());
        json.put("since", wish.at().toString());
        return json;
    }

    private static Map<String, Object> json(WishSheet.WrongRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", row.row());
        json.put("text", row.text());
        json.put("detail", row.detail());
        return json;
    }

    private String contact(String written) {
        try {
            return contacts.read(PathName.of(written));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(422, Reason.INVALID_RECIPIENT, String.valueOf(e.getMessage()));
        }
    }

    /** The number that is meant, null for all; a key that is for some numbers must name one of them. */
    private @Nullable String place(@Nullable String name, Caller caller) {
        if (name == null || name.isBlank()) {
            if (caller.numbers() != null) {
                throw new ProblemException(
                        403,
                        Reason.NOT_ALLOWED,
                        "This API key is for some numbers only: name one of them, as in ?number=shop.");
            }
            return null;
        }
        return numbers.find(name)
                .map(BusinessNumber::phoneNumberId)
                .filter(caller::mayUse)
                .orElseThrow(() -> new ProblemException(
                        404,
                        Reason.UNKNOWN_NUMBER,
                        "No number is called '" + name
                                + "', or this API key may not use it: see GET /api/v1/numbers."));
    }

    private static Wish.Kind scope(Exchange exchange) {
        byte[] body = RawBody.read(exchange);
        if (body.length == 0) {
            return Wish.Kind.NO_MARKETING;
        }
        JsonNode json = RawBody.json(body);
        if (!json.isObject() || !Set.of("scope").containsAll(names(json))) {
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, "The body may only say the scope: {\"scope\": \"marketing\"} or all.");
        }
        try {
            return WishSheet.scope(json.path("scope").asText(""));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(422, Reason.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static List<String> names(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static String csv(Exchange exchange) {
        byte[] body = RawBody.read(exchange);
        if (body.length == 0) {
            throw new ProblemException(
                    422, Reason.INVALID_REQUEST, "The body is empty: write one person per line, in CSV.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(422, Reason.INVALID_REQUEST, "The body is not valid UTF-8: write CSV in UTF-8.");
        }
    }
}
