package dev.tandem.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.QuietHours;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@code NAME.campaign.yaml} beside a file says, frozen when the file was taken. Immutable and thread-safe.
 *
 * @param json the settings as they are kept, in the form of campaign-settings.schema.json; null when there was no such file
 * @param number from which the rows are sent that name none
 * @param template the template of every row with {@code {{column}}} in its parameters, null when the rows say it
 * @param message the free-form message of every row with {@code {{column}}} in it, null when the rows say it
 * @param columns what our columns are called in the file
 * @param start no row is sent before
 * @param end no row is sent later; null for the usual life of a campaign's row
 * @param quietHours beside those of the house
 * @param paceShare the share of the number's pace that the campaign may take, above 0 up to 1; null for the fair share
 * @param stop the rules by which it pauses itself, as they are written; null for those of the house
 * @param optInColumn the column that must say yes, null when none must
 * @param dryRun whether it ends with the report
 * @param resend whether the same content may go out again
 * @param mode how it starts
 * @param belowBadShare the share of bad rows below which it starts by itself, between 0 and 1
 */
public record CampaignSettings(
        @Nullable String json,
        @Nullable String number,
        @Nullable JsonNode template,
        @Nullable JsonNode message,
        Map<String, String> columns,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable QuietHours quietHours,
        @Nullable Double paceShare,
        @Nullable JsonNode stop,
        @Nullable String optInColumn,
        boolean dryRun,
        boolean resend,
        Mode mode,
        double belowBadShare) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a campaign starts after its preflight. */
    public enum Mode {
        /** By itself, bad rows are rejected. */
        AT_ONCE,
        /** By itself when few rows are bad; else it waits for approval. */
        BELOW_BAD_SHARE,
        /** When a person approves it. */
        APPROVAL
    }

    /** Those of a file that lies alone. */
    public static final CampaignSettings NONE = read(null, JSON.createObjectNode());

    /**
     * Reads them back as they are kept.
     *
     * @param json null when there were none
     */
    public static CampaignSettings parse(@Nullable String json) {
        if (json == null) {
            return NONE;
        }
        try {
            return read(json, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The kept settings of a campaign cannot be read", e);
        }
    }

    private static CampaignSettings read(@Nullable String json, JsonNode settings) {
        Map<String, String> columns = new LinkedHashMap<>();
        settings.path("columns")
                .properties()
                .forEach(entry -> columns.put(entry.getKey(), entry.getValue().asText()));
        JsonNode quiet = settings.get("quietHours");
        JsonNode mode = settings.path("mode");
        return new CampaignSettings(
                json,
                text(settings, "number"),
                settings.get("template"),
                settings.get("message"),
                Collections.unmodifiableMap(columns),
                time(settings, "start"),
                time(settings, "end"),
                quiet == null
                        ? null
                        : new QuietHours(
                                LocalTime.parse(quiet.path("from").asText()),
                                LocalTime.parse(quiet.path("to").asText())),
                settings.has("paceShare") ? settings.get("paceShare").asDouble() : null,
                settings.get("stop"),
                text(settings, "optInColumn"),
                settings.path("dryRun").asBoolean(false),
                settings.path("resend").asBoolean(false),
                mode.isObject()
                        ? Mode.BELOW_BAD_SHARE
                        : mode.asText("").equals("approval") ? Mode.APPROVAL : Mode.AT_ONCE,
                mode.path("below-bad-share").asDouble(0));
    }

    private static @Nullable String text(JsonNode settings, String name) {
        return settings.hasNonNull(name) ? settings.get(name).asText() : null;
    }

    private static @Nullable Instant time(JsonNode settings, String name) {
        return settings.hasNonNull(name)
                ? OffsetDateTime.parse(settings.get(name).asText()).toInstant()
                : null;
    }

    /** Whether such a file was there: then columns that are not ours are free. */
    public boolean isGiven() {
        return json != null;
    }

    /** Whether every row has the same template or message, filled from its cells. */
    boolean hasContent() {
        return template != null || message != null;
    }

    /** What is said for all rows goes into a request: the number unless it names one, and the narrower of both times. */
    ObjectNode completed(ObjectNode request) {
        if (number != null && request.path("from").asText("").isBlank()) {
            request.put("from", number);
        }
        narrow(request, "notBefore", start, (own, ours) -> own.isAfter(ours) ? own : ours);
        narrow(request, "expiresAt", end, (own, ours) -> own.isBefore(ours) ? own : ours);
        return request;
    }

    private static void narrow(
            ObjectNode request, String field, @Nullable Instant ours, BinaryOperator<Instant> narrower) {
        if (ours == null) {
            return;
        }
        if (!request.hasNonNull(field)) {
            request.put(field, ours.toString());
            return;
        }
        // What is no time stays as it is, so that the door names it.
        parsed(request.get(field).asText())
                .filter(own -> !narrower.apply(own, ours).equals(own))
                .ifPresent(own -> request.put(field, ours.toString()));
    }

    private static Optional<Instant> parsed(String written) {
        try {
            return Optional.of(OffsetDateTime.parse(written).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
