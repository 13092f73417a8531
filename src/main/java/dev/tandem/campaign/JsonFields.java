package dev.tandem.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.send.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a line of JSON says as a send request. Without a template or message for all rows it is one already. Immutable and
 * thread-safe.
 */
final class JsonFields {

    private static final List<String> ROW = List.of("to", "id", "from", "notBefore", "expiresAt");

    private final CampaignSettings settings;
    private final RowContent content;

    JsonFields(CampaignSettings settings) {
        this.settings = settings;
        this.content = new RowContent(settings);
    }

    /** @param problems gets what is wrong with its fields */
    ObjectNode request(ObjectNode line, List<Problem> problems) {
        if (!settings.isGiven()) {
            return line;
        }
        UnaryOperator<String> named = name -> text(line, name);
        content.checkOptIn(named, problems);
        if (!settings.hasContent()) {
            String optIn = settings.optInColumn();
            if (optIn != null) {
                line.remove(optIn);
            }
            return settings.completed(line);
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        for (String name : ROW) {
            JsonNode value = line.get(theirs(name));
            if (value != null && value.isObject()) {
                request.set(name, value);
            } else if (!text(line, theirs(name)).isBlank()) {
                request.put(name, text(line, theirs(name)));
            }
        }
        ObjectNode meta = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (field.getKey().startsWith("meta.")) {
                meta.put(
                        field.getKey().substring("meta.".length()),
                        field.getValue().asText());
            }
        }
        if (!meta.isEmpty()) {
            request.set("metadata", meta);
        }
        content.fill(request, named, problems);
        return settings.completed(request);
    }

    private String theirs(String ours) {
        return settings.columns().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(ours))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ours);
    }

    /** A field's text, whatever the case of its name; empty for none. */
    private static String text(ObjectNode line, String name) {
        JsonNode exact = line.get(name);
        if (exact != null) {
            return exact.isNull() ? "" : exact.asText();
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return line.properties().stream()
                .filter(field -> field.getKey().strip().toLowerCase(Locale.ROOT).equals(lower))
                .map(field -> field.getValue().isNull() ? "" : field.getValue().asText())
                .findFirst()
                .orElse("");
    }
}
