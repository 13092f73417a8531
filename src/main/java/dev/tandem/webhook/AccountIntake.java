package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what Meta says of a number's connection and of its account. Whatever is not named here is only kept. Thread-safe.
 *
 * <p>Source: R64 to R68; the fields {@code account_update}, {@code account_alerts} and {@code security}.
 */
public final class AccountIntake {

    /** The alert of an account that Meta will disable. */
    static final String DISABLE_SCHEDULED = "account_disable_scheduled";

    /** The alert of an app that lost the account. */
    static final String APP_UNINSTALLED = "app_uninstalled";

    private static final String ALERT = "account_alert";
    private static final int LONGEST_WORD = 100;

    private final AccountNews news;

    public AccountIntake(AccountNews news) {
        this.news = news;
    }

    /** Takes in an item of the account channel; what is about no configured number passes by. */
    public void take(WebhookItem item) {
        BusinessNumber number = item.number();
        if (number == null) {
            return;
        }
        Instant told = Json.time(item.envelope().entryTime());
        Instant at = told != null ? told : item.envelope().receivedAt();
        switch (item.envelope().field()) {
            case "account_update" -> update(number, item.json(), at);
            case "account_alerts" -> alert(number, item.json(), at);
            case "security" -> security(number, item.json(), at);
            default -> {
                // Kept and published, and nothing to do: reviews, names, limits.
            }
        }
    }

    /** Takes in a change of the phone book: somebody used the phone. */
    public void contact(WebhookItem item) {
        BusinessNumber number = item.number();
        if (number != null && item.kind().equals("state_sync")) {
            Instant at = Json.timeOrNull(item.json().path("metadata"), "timestamp");
            news.phoneActed(number, at != null ? at : item.envelope().receivedAt());
        }
    }

    private void update(BusinessNumber number, JsonNode json, Instant at) {
        switch (word(json, "event").toUpperCase(Locale.ROOT)) {
            case "PARTNER_REMOVED" -> removed(number, json, at);
            case "ACCOUNT_OFFBOARDED" -> news.offboarded(number, at);
            case "ACCOUNT_RECONNECTED" -> news.reconnected(number, at);
            case "ACCOUNT_DELETED" -> news.removed(number, new ConnectionFacts.Removal("ACCOUNT_DELETED", "", at));
            case "ACCOUNT_RESTRICTION" -> restrictions(number, json.path("restriction_info"), at);
            case "ACCOUNT_VIOLATION" -> violation(number, word(json.path("violation_info"), "violation_type"), at);
            case "DISABLED_UPDATE" -> ban(number, json.path("ban_info"), at);
            case "PARTNER_APP_UNINSTALLED" ->
                news.notice(
                        number,
                        APP_UNINSTALLED,
                        "",
                        number
                                + ": the app was uninstalled from its account, so webhooks and the token may end. Install it"
                                + " again, or link the number again.",
                        at);
            case "PARTNER_ADDED", "PARTNER_APP_INSTALLED" -> news.noticeOver(number, APP_UNINSTALLED, "");
            default -> {
                // Prices, terms, advertising accounts: stored only.
            }
        }
    }

    private void removed(BusinessNumber number, JsonNode json, Instant at) {
        JsonNode info = json.path("disconnection_info");
        news.removed(
                number,
                new ConnectionFacts.Removal(
                        word(info, "reason"), word(info, "initiated_by").toUpperCase(Locale.ROOT), at));
    }

    private void restrictions(BusinessNumber number, JsonNode list, Instant at) {
        for (JsonNode each : list) {
            String kind = word(each, "restriction_type");
            if (!kind.isEmpty()) {
                news.restricted(number, new Restriction(kind, true, Json.timeOrNull(each, "expiration"), at));
            }
        }
    }

    private void violation(BusinessNumber number, String type, Instant at) {
        news.notice(
                number,
                "account_violation",
                type,
                number + ": Meta says that the account broke a rule ("
                        + (type.isEmpty() ? "it does not say which" : type)
                        + "). Look into WhatsApp Manager, and appeal there if it is wrong.",
                at);
    }

    private void ban(BusinessNumber number, JsonNode info, Instant at) {
        switch (word(info, "waba_ban_state").toUpperCase(Locale.ROOT)) {
            case "DISABLE" -> {
                news.restricted(number, new Restriction(Restriction.DISABLED, true, null, at));
                news.noticeOver(number, DISABLE_SCHEDULED, "");
            }
            case "SCHEDULE_FOR_DISABLE" -> {
                String date = word(info, "waba_ban_date");
                news.notice(
                        number,
                        DISABLE_SCHEDULED,
                        "",
                        number + ": Meta will disable the account" + (date.isEmpty() ? "" : " on " + date)
                                + ". Appeal in WhatsApp Manager before then.",
                        at);
            }
            case "REINSTATE" -> {
                news.restricted(number, new Restriction(Restriction.DISABLED, false, null, at));
                news.noticeOver(number, DISABLE_SCHEDULED, "");
            }
            default -> {
                // A word that nobody knows yet: kept and published.
            }
        }
    }

    private void alert(BusinessNumber number, JsonNode json, Instant at) {
        JsonNode info = json.path("alert_info");
        String type = word(info, "alert_type");
        if ("NONE".equals(word(info, "alert_status"))) {
            news.noticeOver(number, ALERT, type);
        } else if (!"INFORMATIONAL".equals(word(info, "alert_severity"))) {
            String description = Json.text(info, "alert_description");
            news.notice(
                    number,
                    ALERT,
                    type,
                    number + ": Meta warns of " + (type.isEmpty() ? "something it does not name" : type)
                            + (description == null ? "." : ": " + description),
                    at);
        }
    }

    private void security(BusinessNumber number, JsonNode json, Instant at) {
        String event = word(json, "event");
        String requester = word(json, "requester");
        news.notice(
                number,
                "number_security",
                event,
                number + ": " + meaning(event) + (requester.isEmpty() ? "" : " It was " + requester + ".")
                        + " If that was nobody of yours, secure the business account now.",
                at);
    }

    private static String meaning(String event) {
        return switch (event) {
            case "PIN_CHANGED" -> "the PIN of its two-step verification was changed.";
            case "PIN_RESET_REQUEST" -> "somebody asked to reset the PIN of its two-step verification.";
            case "PIN_REQUEST_SUCCESS" -> "the PIN of its two-step verification was reset.";
            default -> "Meta tells of a security event: " + event + ".";
        };
    }

    /** A word of Meta's, empty when it is missing; never longer than a column takes. */
    private static String word(JsonNode object, String field) {
        @Nullable String word = Json.text(object, field);
        return word == null
                ? ""
                : word.strip().substring(0, Math.min(LONGEST_WORD, word.strip().length()));
    }
}
