package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.linking.DialogTrouble;
import dev.tandem.coexistence.linking.LinkWish;
import dev.tandem.coexistence.linking.NumberSettings;
import dev.tandem.coexistence.linking.Secret;
import dev.tandem.coexistence.linking.TokenKeeper;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Limits;
import dev.tandem.domain.TemplateName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /numbers}. Every mistake is named with its field; no text repeats a token or a code. */
final class LinkRequest {

    private static final List<String> FIELDS = List.of(
            "code",
            "event",
            "accessToken",
            "tokenRef",
            "expiresAt",
            "wabaId",
            "phoneNumberId",
            "alias",
            "linkedAt",
            "autoHistory",
            "limits",
            "defaultTemplate",
            "messagingAccountId",
            "confirmed");

    /** What is kept with the number; a body with none of them leaves what it has. */
    private static final List<String> SETTINGS =
            List.of("limits", "defaultTemplate", "messagingAccountId", "autoHistory");

    private static final List<String> LIMITS =
            List.of("throughputPerSecond", "combinedPerSecond", "countInbound", "countApp", "pairSeconds", "pairBurst");

    private static final Pattern ID = Pattern.compile("[0-9]{5,40}");
    private static final Pattern ALIAS = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
    private static final Pattern TEMPLATE = Pattern.compile("[^/]{1,512}/[^/]{1,20}");
    private static final int LONGEST_SECRET = 4_000;
    private static final int LONGEST_REFERENCE = 1_000;
    private static final int HIGHEST = 999_999;
    private static final String FINISHED = "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING";

    private final boolean production;

    /** @param production whether a number must have a throughput limit */
    LinkRequest(boolean production) {
        this.production = production;
    }

    LinkWish read(Exchange exchange, Instant now) {
        JsonNode json = SmallBody.read(exchange, FIELDS);
        JsonNode event = json.path("event");
        endedWell(json, event);
        Secret code = secret(json, "code");
        Secret token = secret(json, "accessToken");
        String reference = reference(json);
        if ((code == null ? 0 : 1) + (token == null ? 0 : 1) + (reference == null ? 0 : 1) > 1) {
            throw SmallBody.wrong("code, accessToken, tokenRef: only one of them says where the token comes from.");
        }
        if (code != null && !json.path("confirmed").asBoolean(false)) {
            throw SmallBody.wrong(
                    "confirmed: somebody must have gone through the checklist of GET /api/v1/linking; write"
                            + " true when that is so.");
        }
        Instant expiresAt = expiresAt(json, now);
        if (expiresAt != null && token == null && reference == null) {
            throw SmallBody.wrong(
                    "expiresAt: it tells when accessToken or tokenRef expires; of a code Meta says it by itself.");
        }
        return new LinkWish(
                code,
                token,
                reference,
                expiresAt,
                id(json, "wabaId", event.path("data").path("waba_id")),
                id(json, "phoneNumberId", event.path("data").path("phone_number_id")),
                alias(json),
                linkedAt(json, now),
                settings(json),
                Caller.of(exchange).name());
    }

    /** A dialog that was left or refused has no code; its event says why. */
    private static void endedWell(JsonNode json, JsonNode event) {
        if (!event.isMissingNode() && !event.isObject()) {
            throw SmallBody.wrong("event: the object that the browser got from the dialog.");
        }
        boolean finished = event.isMissingNode() || event.path("event").asText().equals(FINISHED);
        if (!finished && !json.hasNonNull("code")) {
            JsonNode data = event.path("data");
            Cause cause = DialogTrouble.ended(
                    data.path("error_message").asText(""),
                    data.path("current_step").asText(""));
            throw new ProblemException(422, cause.reason(), cause.detail());
        }
    }

    /** Where the token lies, null when the body does not say. */
    static @Nullable String reference(JsonNode json) {
        String reference = text(json, "tokenRef", LONGEST_REFERENCE);
        if (reference != null && !TokenKeeper.isReference(reference)) {
            throw SmallBody.wrong("tokenRef: write env:NAME or file:PATH.");
        }
        return reference;
    }

    /** A secret of the body, null when it is not there. */
    static @Nullable Secret secret(JsonNode json, String field) {
        String text = text(json, field, LONGEST_SECRET);
        return text == null ? null : new Secret(text);
    }

    private static @Nullable String text(JsonNode json, String field, int longest) {
        if (!json.hasNonNull(field)) {
            return null;
        }
        String text = json.get(field).asText("").strip();
        if (!json.get(field).isTextual() || text.isEmpty() || text.length() > longest) {
            throw SmallBody.wrong(field + ": a text of 1 to " + longest + " characters.");
        }
        return text;
    }

    private static @Nullable String id(JsonNode json, String field, JsonNode ofEvent) {
        JsonNode written = json.hasNonNull(field) ? json.get(field) : ofEvent;
        if (written.isMissingNode() || written.isNull()) {
            return null;
        }
        if (!ID.matcher(written.asText()).matches()) {
            throw SmallBody.wrong(field + ": Meta's id, digits only.");
        }
        return written.asText();
    }

    /** The alias in a body, null when there is none. */
    static @Nullable String alias(JsonNode json) {
        String alias = text(json, "alias", 80);
        if (alias != null && !ALIAS.matcher(alias).matches()) {
            throw SmallBody.wrong(
                    "alias: letters, digits, point, dash and underscore, with a letter among them, as in shop-berlin.");
        }
        return alias;
    }

    /** The number in a body, null when there is none. */
    static @Nullable String phoneNumberId(JsonNode json) {
        return id(json, "phoneNumberId", json.path("phoneNumberId"));
    }

    private static @Nullable Instant linkedAt(JsonNode json, Instant now) {
        Instant linkedAt = time(json, "linkedAt");
        if (linkedAt != null && linkedAt.isAfter(now)) {
            throw SmallBody.wrong("linkedAt: it is in the future.");
        }
        return linkedAt;
    }

    /** When the token of a body expires, null when the body does not say. */
    static @Nullable Instant expiresAt(JsonNode json, Instant now) {
        Instant expiresAt = time(json, "expiresAt");
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw SmallBody.wrong("expiresAt: it is over, so the token does not work any more. Give one that does.");
        }
        return expiresAt;
    }

    private static @Nullable Instant time(JsonNode json, String field) {
        String written = text(json, field, 40);
        try {
            return written == null ? null : OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            throw SmallBody.wrong(field + ": write the time as in 2026-11-20T18:00:00Z.");
        }
    }

    private @Nullable NumberSettings settings(JsonNode json) {
        if (SETTINGS.stream().noneMatch(json::hasNonNull)) {
            return null;
        }
        String autoHistory = text(json, "autoHistory", 20);
        return new NumberSettings(
                limits(json.path("limits")),
                template(text(json, "defaultTemplate", 540)),
                id(json, "messagingAccountId", json.path("messagingAccountId")),
                autoHistory == null ? NumberSettings.STANDARD.autoHistory() : plan(autoHistory));
    }

    private static AutoHistory plan(String written) {
        try {
            return AutoHistory.parse(written);
        } catch (IllegalArgumentException e) {
            throw SmallBody.wrong(e.getMessage() + ".");
        }
    }

    private static @Nullable TemplateName template(@Nullable String written) {
        if (written == null) {
            return null;
        }
        if (!TEMPLATE.matcher(written).matches()) {
            throw SmallBody.wrong("defaultTemplate: name and language, as in hello_world/en_US.");
        }
        int slash = written.indexOf('/');
        return new TemplateName(written.substring(0, slash), written.substring(slash + 1));
    }

    private Limits limits(JsonNode json) {
        if (!json.isMissingNode() && !json.isObject()) {
            throw SmallBody.wrong("limits: an object with any of " + String.join(", ", LIMITS) + ".");
        }
        json.fieldNames().forEachRemaining(field -> {
            if (!LIMITS.contains(field)) {
                throw SmallBody.wrong(
                        "limits." + field + ": there is no such limit. Known are: " + String.join(", ", LIMITS) + ".");
            }
        });
        Limits standard = NumberSettings.STANDARD_LIMITS;
        OptionalInt throughput = limit(json, "throughputPerSecond", standard.throughputPerSecond());
        if (production && throughput.isEmpty()) {
            throw SmallBody.wrong("limits.throughputPerSecond: in production a number needs one.");
        }
        return new Limits(
                throughput,
                flag(json, "countInbound", standard.countInbound()),
                flag(json, "countApp", standard.countApp()),
                limit(json, "combinedPerSecond", standard.combinedPerSecond()),
                limit(json, "pairSeconds", OptionalInt.of(standard.pairSeconds()))
                        .orElse(0),
                limit(json, "pairBurst", OptionalInt.of(standard.pairBurst())).orElse(1));
    }

    private static OptionalInt limit(JsonNode json, String field, OptionalInt standard) {
        JsonNode written = json.path(field);
        if (written.isMissingNode() || written.isNull()) {
            return standard;
        }
        if (written.asText().equals("off")) {
            return OptionalInt.empty();
        }
        if (!written.isInt() || written.intValue() < 1 || written.intValue() > HIGHEST) {
            throw SmallBody.wrong("limits." + field + ": a whole number from 1 on, or \"off\".");
        }
        return OptionalInt.of(written.intValue());
    }

    private static boolean flag(JsonNode json, String field, boolean standard) {
        JsonNode written = json.path(field);
        if (!written.isMissingNode() && !written.isBoolean()) {
            throw SmallBody.wrong("limits." + field + ": true or false.");
        }
        return written.asBoolean(standard);
    }
}
