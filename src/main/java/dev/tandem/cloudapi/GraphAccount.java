package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.linking.DialogTrouble;
import dev.tandem.coexistence.linking.IssuedToken;
import dev.tandem.coexistence.linking.LinkTrouble;
import dev.tandem.coexistence.linking.LinkTroubleException;
import dev.tandem.coexistence.linking.MetaAccount;
import dev.tandem.coexistence.linking.MetaNumber;
import dev.tandem.coexistence.linking.Secret;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calls of a linking: {@code /oauth/access_token}, {@code /{app}/subscriptions}, {@code /{waba}/subscribed_apps}, {@code
 * /{waba}/phone_numbers} and the number node; never {@code /register} and never {@code /deregister} (R4). Thread-safe.
 *
 * <p>Code and app secret go in a form and not in the address, so that no log of an address has them.
 */
public final class GraphAccount implements MetaAccount {

    private static final int PAGE = 100;

    /** An account has far fewer numbers than that many pages hold. */
    private static final int MOST_PAGES = 20;

    /** As good as for ever. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

    private static final int TOKEN_REFUSED = 190;

    /**
     * Meta is out of order (2), or was asked too often for the app (4), the user (17) or the account (80007). Not 1, which Meta
     * calls unknown and possibly passing: a wrong app secret has it, too, and a fault of Meta's comes with a status of 500.
     */
    private static final Set<Integer> TRY_LATER = Set.of(2, 4, 17, 80007);

    private static final String CODE_NOT_EXCHANGED =
            "Meta did not refuse the code, but it lives for about half a minute and is not kept: ";

    private static final String META_NOT_REACHED =
            "see that the engine reaches Meta, then go through the dialog again.";

    private static final String META_NOT_READY = "wait a few minutes, then go through the dialog again.";

    private final GraphClient graph;
    private final NumberNodes nodes;
    private final String graphUrl;
    private final String appId;
    private final Secret appSecret;

    /**
     * @param graphUrl base URL and version
     * @param appId empty when nobody configured it: then the app's own fields are not looked at
     */
    public GraphAccount(GraphClient graph, String graphUrl, String appId, Secret appSecret) {
        this.graph = graph;
        this.nodes = new NumberNodes(graph);
        this.graphUrl = graphUrl;
        this.appId = appId;
        this.appSecret = appSecret;
    }

    @Override
    public IssuedToken exchange(Secret code) throws LinkTroubleException {
        String form = "client_id=" + encoded(appId) + "&client_secret=" + encoded(appSecret.value())
                + "&grant_type=authorization_code&code=" + encoded(code.value());
        JsonNode answer;
        try {
            answer = graph.postForm(graphUrl + "/oauth/access_token", "", form);
        } catch (IOException e) {
            String words =
                    String.valueOf(e.getMessage()).replace(code.value(), "***").replace(appSecret.value(), "***");
            // The last word for all of them: a code is kept nowhere, and is over before the next try.
            throw new LinkTroubleException(LinkTrouble.last(notExchanged(e, words)));
        }
        String token = answer.path("access_token").asText("");
        if (token.isEmpty()) {
            throw new LinkTroubleException(LinkTrouble.last(
                    Cause.of(Reason.CODE_REFUSED, "Meta answered without a token. " + Reason.CODE_REFUSED.advice())));
        }
        // Tokens that never expire come without it, or with 0.
        long seconds = Math.min(answer.path("expires_in").asLong(), LONGEST_LIFE.toSeconds());
        return new IssuedToken(new Secret(token), seconds > 0 ? Duration.ofSeconds(seconds) : null);
    }

    private static Cause notExchanged(IOException e, String words) {
        if (!(e instanceof GraphRefusal refusal)) {
            return Cause.of(Reason.CLOUD_UNREACHABLE, words + " " + CODE_NOT_EXCHANGED + META_NOT_REACHED);
        }
        return refusal.isPassing() || TRY_LATER.contains(refusal.code())
                ? Cause.of(Reason.CLOUD_UNREACHABLE, words + " " + CODE_NOT_EXCHANGED + META_NOT_READY)
                : Cause.of(Reason.CODE_REFUSED, words + " " + Reason.CODE_REFUSED.advice());
    }

    @Override
    public Set<String> missingFields() throws LinkTroubleException {
        if (appId.isEmpty() || appSecret.value().isEmpty()) {
            return Set.of();
        }
        JsonNode subscriptions =
                read("/" + encoded(appId) + "/subscriptions", new Secret(appId + '|' + appSecret.value()));
        Set<String> missing = new TreeSet<>(NEEDED_FIELDS);
        for (JsonNode subscription : subscriptions.path("data")) {
            if (subscription.path("object").asText().equals("whatsapp_business_account")) {
                for (JsonNode field : subscription.path("fields")) {
                    missing.remove(
                            field.isTextual()
                                    ? field.asText()
                                    : field.path("name").asText());
                }
            }
        }
        return missing;
    }

    @Override
    public void subscribe(String wabaId, Secret token) throws LinkTroubleException {
        String path = "/" + encoded(wabaId) + "/subscribed_apps";
        JsonNode answer;
        try {
            answer = graph.postForm(graphUrl + path, token.value(), "");
        } catch (IOException e) {
            throw refused(e);
        }
        boolean listed = false;
        for (JsonNode app : read(path, token).path("data")) {
            listed |= appId.isEmpty()
                    || appId.equals(
                            app.path("whatsapp_business_api_data").path("id").asText());
        }
        if (!answer.path("success").asBoolean() || !listed) {
            throw new LinkTroubleException(LinkTrouble.passing(Cause.of(
                    Reason.APP_NOT_SUBSCRIBED,
                    "Meta does not list the app among those that the account " + wabaId
                            + " tells of its messages. Look at the app's permissions for the account.")));
        }
    }

    @Override
    public List<MetaNumber> numbers(String wabaId, Secret token) throws LinkTroubleException {
        List<MetaNumber> numbers = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = read(
                    "/" + encoded(wabaId) + "/phone_numbers?fields=" + NumberNodes.FIELDS + "&limit=" + PAGE
                            + (after.isEmpty() ? "" : "&after=" + encoded(after)),
                    token);
            answer.path("data").forEach(number -> numbers.add(NumberNodes.number(number)));
            after = answer.path("paging").path("cursors").path("after").asText("");
            if (!answer.path("paging").hasNonNull("next") || after.isEmpty()) {
                break;
            }
        }
        return numbers;
    }

    @Override
    public MetaNumber number(String phoneNumberId, Secret token) throws LinkTroubleException {
        try {
            return nodes.read(graphUrl, phoneNumberId, token.value());
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private JsonNode read(String path, Secret token) throws LinkTroubleException {
        try {
            return graph.get(graphUrl + path, token.value());
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static LinkTroubleException refused(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (!(e instanceof GraphRefusal refusal)) {
            return new LinkTroubleException(
                    LinkTrouble.passing(Cause.of(Reason.CLOUD_UNREACHABLE, words + " Nothing is lost.")));
        }
        Reason reason = DialogTrouble.reason(words, Reason.CLOUD_API);
        if (reason != Reason.CLOUD_API) {
            return new LinkTroubleException(LinkTrouble.passing(Cause.of(reason, words + " " + reason.advice())));
        }
        String advice = refusal.code() == TOKEN_REFUSED ? " The token is not (any more) one for this account." : "";
        Cause cause = refusal.code() == 0
                ? Cause.of(Reason.CLOUD_API, words + advice)
                : new Cause(Reason.CLOUD_API, words + advice, refusal.code());
        return new LinkTroubleException(LinkTrouble.passing(cause));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
