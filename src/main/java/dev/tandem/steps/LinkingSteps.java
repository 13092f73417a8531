package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.linking.LinkRules;
import dev.tandem.coexistence.linking.LinkTrouble;
import dev.tandem.coexistence.linking.LinkTroubleException;
import dev.tandem.coexistence.linking.LinkWish;
import dev.tandem.coexistence.linking.LinkedNumber;
import dev.tandem.coexistence.linking.Linking;
import dev.tandem.coexistence.linking.LinkingDesk;
import dev.tandem.coexistence.linking.LinkingStep;
import dev.tandem.coexistence.linking.Preconditions;
import dev.tandem.coexistence.linking.Secret;
import dev.tandem.coexistence.linking.TokenDesk;
import dev.tandem.coexistence.linking.TokenKeeper;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of linking numbers. Only keys that may use all numbers link and unlink. Thread-safe. */
@Component("linking")
public final class LinkingSteps {

    private static final int SHOWN = 20;
    private static final String AFTER_LINKING =
            "Keep WhatsApp Business open on the phone until the past has come, and link the companion devices again by hand.";

    private final LinkingDesk desk;
    private final TokenDesk tokens;
    private final Preconditions preconditions;
    private final NumberDirectory numbers;
    private final LinkRequest request;
    private final Clock clock;

    public LinkingSteps(
            LinkingDesk desk, TokenDesk tokens, Preconditions preconditions, NumberDirectory numbers, Clock clock) {
        this.desk = desk;
        this.tokens = tokens;
        this.preconditions = preconditions;
        this.numbers = numbers;
        this.request = new LinkRequest(preconditions.rules().production());
        this.clock = clock;
    }

    /** What must hold before, what the dialog is started with, and what became of the latest linkings. */
    public void show(Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("signup", signup());
        json.put(
                "checklist",
                preconditions.all().stream()
                        .map(each -> Map.of(
                                "code", each.code(),
                                "state", each.state().name().toLowerCase(Locale.ROOT),
                                "text", each.text()))
                        .toList());
        json.put("linkings", desk.latest(SHOWN).stream().map(LinkingSteps::json).toList());
        Answers.json(exchange, 200, json);
    }

    /**
     * What a page hands to Meta's script: {@code FB.init} and {@code FB.login} (R3). The version of Embedded Signup stands in the
     * extras; without it the dialog would be that of version 2, which ended on October 15, 2026. Source: Meta, Embedded Signup,
     * Versions.
     */
    private Map<String, Object> signup() {
        LinkRules rules = preconditions.rules();
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("setup", Map.of());
        extras.put("featureType", "whatsapp_business_app_onboarding");
        extras.put("sessionInfoVersion", "3");
        extras.put("version", "v4");
        Map<String, Object> login = new LinkedHashMap<>();
        login.put("config_id", rules.configurationId());
        login.put("response_type", "code");
        login.put("override_default_response_type", true);
        login.put("extras", extras);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ready", rules.canSignUp());
        json.put("appId", rules.appId());
        json.put("graphVersion", rules.graphVersion());
        json.put("login", login);
        json.put("finishEvent", "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
        return json;
    }

    /** Links a number. */
    public void link(Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        LinkWish wish = request.read(exchange, clock.instant());
        try {
            answer(exchange, desk.link(wish));
        } catch (LinkTroubleException e) {
            throw problem(e.trouble().cause());
        }
    }

    /** Tries a linking again at once. */
    public void retry(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        JsonNode json = SmallBody.read(exchange, List.of("phoneNumberId", "alias"));
        try {
            answer(exchange, desk.again(PathName.of(id), LinkRequest.phoneNumberId(json), LinkRequest.alias(json)));
        } catch (LinkTroubleException e) {
            throw problem(e.trouble().cause());
        }
    }

    /** Ends a linking that waits. */
    public void giveUp(@Header("id") String id, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        try {
            Linking ended = desk.giveUp(PathName.of(id), Caller.of(exchange).name());
            Answers.json(exchange, 200, json(ended));
        } catch (LinkTroubleException e) {
            throw problem(e.trouble().cause());
        }
    }

    /** A number that was linked by the API is not ours any more. */
    public void remove(@Header("n") String name, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        try {
            desk.remove(number);
        } catch (LinkTroubleException e) {
            throw problem(e.trouble().cause());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("phoneNumberId", number.phoneNumberId());
        json.put("alias", number.alias());
        json.put("removed", true);
        json.put(
                "note",
                "Its messages and sends stay here. At Meta it is still linked: only the phone ends that, under Settings,"
                        + " Account, Business Platform, Disconnect.");
        Answers.json(exchange, 200, json);
    }

    /** Gives a number that was linked by the API another token. */
    public void token(@Header("n") String name, Exchange exchange) {
        OperatorCall.needsAllNumbers(exchange);
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        JsonNode json = SmallBody.read(exchange, List.of("accessToken", "tokenRef", "expiresAt"));
        Secret token = LinkRequest.secret(json, "accessToken");
        String reference = LinkRequest.reference(json);
        if ((token == null) == (reference == null)) {
            throw SmallBody.wrong("accessToken, tokenRef: one of them.");
        }
        try {
            LinkedNumber renewed = tokens.renew(number, token, reference, LinkRequest.expiresAt(json, clock.instant()));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("phoneNumberId", renewed.phoneNumberId());
            answer.put("alias", renewed.alias());
            answer.put("token", TokenKeeper.place(renewed.token().text()));
            if (renewed.token().expiresAt() != null) {
                answer.put("expiresAt", renewed.token().expiresAt().toString());
            }
            Answers.json(exchange, 200, answer);
        } catch (LinkTroubleException e) {
            throw problem(e.trouble().cause());
        }
    }

    /** Goes on with what waits. */
    public void resume() {
        desk.resume();
    }

    private static void answer(Exchange exchange, Linking linking) {
        LinkTrouble trouble = linking.trouble();
        if (linking.step() == LinkingStep.FAILED && trouble != null) {
            throw problem(trouble.cause());
        }
        Answers.json(exchange, linking.step() == LinkingStep.LINKED ? 201 : 202, json(linking));
    }

    private static ProblemException problem(Cause cause) {
        int status =
                switch (cause.reason()) {
                    case ALREADY_LINKED, WRONG_STATE -> 409;
                    case NOT_FOUND, UNKNOWN_NUMBER -> 404;
                    case CLOUD_UNREACHABLE -> 502;
                    default -> 422;
                };
        return new ProblemException(status, cause.reason(), cause.detail());
    }

    private static Map<String, Object> json(Linking linking) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", linking.id());
        json.put("state", state(linking));
        json.put("step", linking.step().code());
        json.put("wabaId", linking.wabaId());
        if (linking.phoneNumberId() != null) {
            json.put("phoneNumberId", linking.phoneNumberId());
        }
        if (!linking.alias().isEmpty()) {
            json.put("alias", linking.alias());
        }
        if (linking.linkedAt() != null) {
            json.put("linkedAt", linking.linkedAt().toString());
        }
        json.put("startedBy", linking.startedBy());
        json.put("startedAt", linking.startedAt().toString());
        json.put("changedAt", linking.changedAt().toString());
        LinkTrouble trouble = linking.trouble();
        if (trouble != null) {
            json.put(
                    "problem",
                    Map.of(
                            "reason", trouble.cause().code(),
                            "detail", trouble.cause().detail()));
        }
        if (linking.step() == LinkingStep.LINKED) {
            json.put("number", "/api/v1/numbers/" + linking.phoneNumberId());
            json.put("next", AFTER_LINKING);
        }
        return json;
    }

    private static String state(Linking linking) {
        if (linking.step().isOver()) {
            return linking.step().code();
        }
        return linking.trouble() == null ? "linking" : "waiting";
    }
}
