package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Digits;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.signup.Dialog;
import dev.tandem.simulator.signup.DialogError;
import dev.tandem.simulator.signup.MetaApp;
import dev.tandem.simulator.signup.Signups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Plays Meta's Embedded Signup (R3, R7), and shows and changes the app that asks for it. */
final class SignupControl {
    private static final String NEW_NUMBER = "4915299000001";

    private final Numbers numbers;
    private final Signups signups;
    private final MetaApp app;

    SignupControl(Numbers numbers, Signups signups, MetaApp app) {
        this.numbers = numbers;
        this.signups = signups;
        this.app = app;
    }

    /** Goes through the dialog; the answer is what the browser gets: the code, and the event with the account's id. */
    ServerResponse play(ServerRequest http) {
        Fields fields = Fields.of(http);
        Dialog dialog = new Dialog(
                scan(fields),
                fields.flagOr("connect", true),
                fields.flagOr("confirm", true),
                fields.flagOr("share", true),
                number(fields.textOr("number", NEW_NUMBER)),
                fields.textOr("name", null),
                fields.textOr("wabaId", null),
                error(fields.textOr("error", null)));
        boolean tellNumber = fields.flagOr("tellNumber", false);
        fields.nothingElse();
        Signups.Ended ended = signups.play(dialog);
        ObjectNode json = MetaJson.object();
        SimulatedNumber number = ended.number();
        if (number != null) {
            json.put("code", ended.code());
            json.put("wabaId", number.profile().wabaId());
            json.put("phoneNumberId", number.phoneNumberId());
        }
        json.set("event", event(dialog, ended, tellNumber));
        return Answers.ok(json);
    }

    private static String scan(Fields fields) {
        String scan = String.valueOf(fields.textOr("scan", "qr"));
        if (!scan.equals("qr") && !scan.equals("code")) {
            throw ControlException.badRequest("scan must be qr or code, not " + scan);
        }
        return scan;
    }

    private String number(@Nullable String written) {
        SimulatedNumber known = written == null ? null : numbers.find(written);
        String digits = known != null ? known.profile().digits() : Digits.of(String.valueOf(written));
        if (digits.length() < 7 || digits.length() > 15) {
            throw ControlException.badRequest("number must be a known number or a phone number with country code");
        }
        return digits;
    }

    private static @Nullable DialogError error(@Nullable String word) {
        return word == null
                ? null
                : DialogError.of(word)
                        .orElseThrow(() -> ControlException.badRequest("error must be one of "
                                + Arrays.stream(DialogError.values())
                                        .map(DialogError::word)
                                        .collect(Collectors.joining(", "))
                                + ", not " + word));
    }

    private static ObjectNode event(Dialog dialog, Signups.Ended ended, boolean tellNumber) {
        SimulatedNumber number = ended.number();
        ObjectNode event = MetaJson.object().put("type", "WA_EMBEDDED_SIGNUP").put("version", "3");
        ObjectNode data = event.putObject("data");
        if (number != null) {
            event.put("event", "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
            data.put("waba_id", number.profile().wabaId());
            if (tellNumber) {
                data.put("phone_number_id", number.phoneNumberId());
            }
            return event;
        }
        event.put("event", "CANCEL");
        DialogError error = dialog.error();
        if (error != null && !error.message().isEmpty()) {
            data.put("error_message", error.message()).put("error_id", "524126").put("session_id", "sim");
        } else {
            data.put("current_step", ended.step());
        }
        return event;
    }

    /** What the app is subscribed to, and how often somebody called what nobody may call (R4). */
    ServerResponse show(ServerRequest http) {
        return Answers.ok(app());
    }

    /** Changes the app's webhook fields or how long tokens are good for, or takes a former partner's credit line from an account. */
    ServerResponse change(ServerRequest http) {
        Fields given = Fields.of(http);
        JsonNode fields = given.any("fields");
        String revoked = given.textOr("creditLineRevoked", null);
        long tokenSeconds = given.wholeOr("tokenSeconds", signups.tokenSeconds());
        given.nothingElse();
        signups.tokenSeconds(tokenSeconds);
        if (fields instanceof ArrayNode list) {
            List<String> names = new ArrayList<>();
            list.forEach(name -> names.add(name.asText()));
            app.fields(names);
        }
        if (revoked != null) {
            signups.revokeCreditLine(revoked);
        }
        return Answers.ok(app());
    }

    private ObjectNode app() {
        ObjectNode json = MetaJson.object()
                .put("appId", app.id())
                .put("registerCalls", app.registerCalls())
                .put("deregisterCalls", app.deregisterCalls())
                .put("tokenSeconds", signups.tokenSeconds());
        ArrayNode fields = json.putArray("fields");
        app.fields().forEach(fields::add);
        ArrayNode accounts = json.putArray("subscribedAccounts");
        app.subscribedAccounts().forEach(accounts::add);
        return json;
    }
}
