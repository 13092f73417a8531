package dev.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.coexistence.linking.NumberSettings;
import dev.tandem.domain.AutoHistory;
import dev.tandem.domain.Limits;
import dev.tandem.domain.TemplateName;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The settings of a number as JSON in a column; a limit that is off is left out. */
final class NumberSettingsText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NumberSettingsText() {}

    static @Nullable String write(@Nullable NumberSettings settings) {
        if (settings == null) {
            return null;
        }
        Limits limits = settings.limits();
        ObjectNode json = JSON.createObjectNode()
                .put("countInbound", limits.countInbound())
                .put("countApp", limits.countApp())
                .put("pairSeconds", limits.pairSeconds())
                .put("pairBurst", limits.pairBurst())
                .put("autoHistory", settings.autoHistory().code());
        limits.throughputPerSecond().ifPresent(limit -> json.put("throughputPerSecond", limit));
        limits.combinedPerSecond().ifPresent(limit -> json.put("combinedPerSecond", limit));
        TemplateName template = settings.defaultTemplate();
        if (template != null) {
            json.put("template", template.name()).put("language", template.language());
        }
        if (settings.messagingAccountId() != null) {
            json.put("messagingAccountId", settings.messagingAccountId());
        }
        return json.toString();
    }

    static @Nullable NumberSettings read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(text);
            Limits limits = new Limits(
                    limit(json, "throughputPerSecond"),
                    json.path("countInbound").asBoolean(),
                    json.path("countApp").asBoolean(),
                    limit(json, "combinedPerSecond"),
                    json.path("pairSeconds").asInt(),
                    json.path("pairBurst").asInt());
            TemplateName template = json.has("template")
                    ? new TemplateName(
                            json.path("template").asText(),
                            json.path("language").asText())
                    : null;
            return new NumberSettings(
                    limits,
                    template,
                    json.path("messagingAccountId").asText(null),
                    AutoHistory.parse(json.path("autoHistory").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The settings of a linked number in the database are no JSON", e);
        }
    }

    private static OptionalInt limit(JsonNode json, String name) {
        return json.has(name) ? OptionalInt.of(json.get(name).asInt()) : OptionalInt.empty();
    }
}
