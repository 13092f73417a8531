package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.linking.DialogTrouble;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a linking: {@code /oauth/access_token}, {@code /{app}/subscriptions}, {@code /{waba}/subscribed_apps}, {@code
 * /{waba}/phone_numbers} and the number node; never {@code /register} and never {@code /deregister} (R4). Thread-safe.
 *
 * <p>Code and app secret go in a form and not in the address, so that no log of an address has them.
 */
public final class GraphAccount implements MetaAccount {

    private static final String FIELDS = "id,display_phone_number,is_on_biz_app,platform_type,last_onboarded_time";
    private static final int PAGE = 100;

    /** An account has far fewer numbers than that many pages hold. */
    private static final int MOST_PAGES = 20;

    /** Meta writes +0000; other forms of an offset may come. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .toFormatter(java.util.Locale.ROOT);

    private static final int TOKEN_REFUSED = 190;

    private final GraphClient graph;
    private final String graphUrl;
    private final String appId;
    private final Secret appSecret;

    /**
     * @param graphUrl base URL and version
     * @param appId empty when nobody configured it: then the app's own fields are not looked at
     */
    public GraphAccount(GraphClient graph, String graphUrl, String appId, Secret appSecret) {
        this.graph = graph;
        this.graphUrl = graphUrl;
        this.appId = appId;
        this.appSecret = appSecret;
    }

    @Override
    public Secret exchange(Secret code) throws LinkTroubleException {
        String form = "client_id=" + encoded(appId) + "&client_secret=" + encoded(appSecret.value())
                + "&grant_type=authorization_code&code=" + encoded(code.value());
        String token;
        try {
            token = graph.postForm(graphUrl + "/oauth/access_token", "", form)
                    .path("access_token")
                    .asText("");
        } catch (IOException e) {
            String words =
                    String.valueOf(e.getMessage()).replace(code.value(), "***").replace(appSecret.value(), "***");
            throw new LinkTroubleException(
                    LinkTrouble.last(Cause.of(Reason.CODE_REFUSED, words + " " + Reason.CODE_REFUSED.advice())));
        }
        if (token.isEmpty()) {
            throw new LinkTroubleException(LinkTrouble.last(
                    Cause.of(Reason.CODE_REFUSED, "Meta answered without a token. " + Reason.CODE_REFUSED.advice())));
        }
        return new Secret(token);
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
                    "/" + encoded(wabaId) + "/phone_numbers?fields=" + FIELDS + "&limit=" + PAGE
                            + (after.isEmpty() ? "" : "&after=" + encoded(after)),
                    token);
            answer.path("data").forEach(number -> numbers.add(number(number)));
            after = answer.path("paging").path("cursors").path("after").asText("");
            if (!answer.path("paging").hasNonNull("next") || after.isEmpty()) {
                break;
            }
        }
        return numbers;
    }

    @Override
    public MetaNumber number(String phoneNumberId, Secret token) throws LinkTroubleException {
        return number(read("/" + encoded(phoneNumberId) + "?fields=" + FIELDS, token));
    }

    private static MetaNumber number(JsonNode node) {
        JsonNode onBizApp = node.path("is_on_biz_app");
        return new MetaNumber(
                node.path("id").asText(),
                node.path("display_phone_number").asText().replaceAll("[^0-9]", ""),
                onBizApp.isBoolean() ? onBizApp.asBoolean() : null,
                node.path("platform_type").asText(""),
                time(node.path("last_onboarded_time")));
    }

    private static @Nullable Instant time(JsonNode written) {
        if (written.isIntegralNumber()) {
            return Instant.ofEpochSecond(written.asLong());
        }
        try {
            return written.isTextual()
                    ? OffsetDateTime.parse(written.asText(), TIME).toInstant()
                    : null;
        } catch (DateTimeException unreadable) {
            return null;
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
        String advice = refusal.code() == TOKEN_REFUSED
                ? " The token is not (any more) one for this account: link the number anew."
                : "";
        Cause cause = refusal.code() == 0
                ? Cause.of(Reason.CLOUD_API, words + advice)
                : new Cause(Reason.CLOUD_API, words + advice, refusal.code());
        return new LinkTroubleException(LinkTrouble.passing(cause));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
