package dev.tandem.simulator.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tandem.simulator.meta.MetaJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message template in one language.
 *
 * @param id Meta's id, digits
 * @param status {@code APPROVED}, {@code PAUSED}, {@code DISABLED}, …
 * @param category {@code UTILITY}, {@code MARKETING} or {@code AUTHENTICATION}
 * @param named whether its parameters have names ({@code parameter_format} NAMED) or count by place
 * @param components header, body, footer and buttons as Meta lists them
 */
public record Template(
        String id, String name, String language, String status, String category, boolean named, ArrayNode components) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");

    /** The component of a type, null if the template has none. */
    public @Nullable JsonNode component(String type) {
        for (JsonNode component : components) {
            if (component.path("type").asText().equalsIgnoreCase(type)) {
                return component;
            }
        }
        return null;
    }

    /** The body's text with its variables. */
    public String bodyText() {
        JsonNode body = component("BODY");
        return body == null ? "" : body.path("text").asText();
    }

    /** The buttons in order, empty if it has none. */
    public JsonNode buttons() {
        JsonNode buttons = component("BUTTONS");
        return buttons == null ? MetaJson.array() : buttons.path("buttons");
    }

    /** The format of the header in upper case, null without a header. */
    public @Nullable String headerFormat() {
        JsonNode header = component("HEADER");
        return header == null ? null : header.path("format").asText("TEXT").toUpperCase(Locale.ROOT);
    }

    /** The variables of a text in the order they appear, each once. */
    public static List<String> variables(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (!names.contains(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
