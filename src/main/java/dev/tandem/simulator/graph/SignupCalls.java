package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.signup.MetaApp;
import dev.tandem.simulator.signup.Signups;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What a partner calls after the dialog: {@code /oauth/access_token}, {@code /{waba}/subscribed_apps}, {@code
 * /{waba}/phone_numbers}, {@code /{app}/subscriptions}; and {@code /register} and {@code /deregister}, which a number on the
 * phone refuses (R4). Thread-safe.
 */
final class SignupCalls {
    private static final String BEARER = "Bearer ";

    private final Numbers numbers;
    private final Signups signups;
    private final MetaApp app;

    SignupCalls(Numbers numbers, Signups signups, MetaApp app) {
        this.numbers = numbers;
        this.signups = signups;
        this.app = app;
    }

    /** Exchanges a code; what is asked stands in the query or in a form. */
    ServerResponse token(ServerRequest http) {
        if (!app.isKnownBy(param(http, "client_id"), param(http, "client_secret"))) {
            return oauth("Error validating client secret.", 1, null);
        }
        Signups.Exchange exchange = signups.exchange(param(http, "code"));
        if (exchange.fault() != null) {
            return switch (exchange.fault()) {
                case UNKNOWN -> oauth("Invalid verification code format.", 100, null);
                case USED -> oauth("This authorization code has been used.", 100, 36009);
                case EXPIRED -> oauth("This authorization code has expired.", 100, 36007);
            };
        }
        ObjectNode json =
                MetaJson.object().put("access_token", exchange.token()).put("token_type", "bearer");
        if (exchange.expiresIn() != null) {
            json.put("expires_in", exchange.expiresIn());
        }
        return answer(json);
    }

    private static String param(ServerRequest http, String name) {
        return http.param(name).orElse("");
    }

    private static ServerResponse oauth(String message, int code, @Nullable Integer subcode) {
        ObjectNode error = MetaJson.object()
                .put("message", message)
                .put("type", "OAuthException")
                .put("code", code);
        if (subcode != null) {
            error.put("error_subcode", subcode);
        }
        error.put("fbtrace_id", "Asimoauth");
        return new RawAnswer(
                400, RawAnswer.JSON, MetaJson.write(MetaJson.object().set("error", error)));
    }

    ServerResponse subscribe(ServerRequest http) {
        String waba = account(http);
        if (waba == null) {
            return unknown(http);
        }
        if (signups.hasForeignCreditLine(waba)) {
            throw new MetaException(
                    MetaError.of(200), "Another partner's line of credit is still shared with this account.");
        }
        app.subscribe(waba);
        return answer(MetaJson.object().put("success", true));
    }

    ServerResponse subscribed(ServerRequest http) {
        String waba = account(http);
        if (waba == null) {
            return unknown(http);
        }
        ObjectNode json = MetaJson.object();
        var data = json.putArray("data");
        if (app.isSubscribed(waba)) {
            data.addObject()
                    .putObject("whatsapp_business_api_data")
                    .put("id", app.id())
                    .put("name", "Simulated App")
                    .put("link", "https://simulator.example/app");
        }
        return answer(json);
    }

    ServerResponse phoneNumbers(ServerRequest http) {
        String waba = account(http);
        if (waba == null) {
            return unknown(http);
        }
        return Page.of(http, ofAccount(waba), 100, number -> NumberNode.asked(http, number));
    }

    /** The app's own subscriptions, for its own token. */
    ServerResponse subscriptions(ServerRequest http) {
        if (!app.id().equals(http.pathVariable("id"))) {
            return unknown(http);
        }
        if (!app.isOwnToken(bearer(http))) {
            throw new MetaException(MetaError.TOKEN, "the subscriptions of an app need the app's own token");
        }
        ObjectNode json = MetaJson.object();
        ObjectNode subscription = json.putArray("data")
                .addObject()
                .put("object", "whatsapp_business_account")
                .put("callback_url", "https://simulator.example/webhook")
                .put("active", true);
        var fields = subscription.putArray("fields");
        app.fields().forEach(field -> fields.addObject().put("name", field).put("version", "v25.0"));
        return answer(json);
    }

    ServerResponse register(ServerRequest http) {
        app.countRegister();
        throw refused("registered");
    }

    ServerResponse deregister(ServerRequest http) {
        app.countDeregister();
        throw refused("deregistered");
    }

    private static MetaException refused(String what) {
        return new MetaException(
                MetaError.of(131055),
                String.format(Locale.ROOT, "a number that is on the WhatsApp Business app can not be %s by API", what));
    }

    /** The account in the path when the token is one of its numbers'; null when there is none. */
    private @Nullable String account(ServerRequest http) {
        String waba = http.pathVariable("id");
        List<SimulatedNumber> own = ofAccount(waba);
        if (own.isEmpty()) {
            return null;
        }
        String token = bearer(http);
        if (own.stream().noneMatch(number -> number.profile().token().equals(token))) {
            throw new MetaException(MetaError.TOKEN, "the token is wrong or expired for account " + waba);
        }
        return waba;
    }

    private List<SimulatedNumber> ofAccount(String waba) {
        return numbers.all().stream()
                .filter(number -> number.profile().wabaId().equals(waba))
                .toList();
    }

    private static String bearer(ServerRequest http) {
        String header = http.headers().firstHeader("Authorization");
        return header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : "";
    }

    private static ServerResponse unknown(ServerRequest http) {
        return GraphErrors.unknownObject(http.pathVariable("id"));
    }

    private static RawAnswer answer(ObjectNode json) {
        return new RawAnswer(200, RawAnswer.JSON, MetaJson.write(json));
    }
}
