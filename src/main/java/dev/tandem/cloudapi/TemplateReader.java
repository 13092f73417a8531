package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.Template;
import dev.tandem.domain.TemplateCategory;
import dev.tandem.domain.TemplateName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a template as Meta lists it; fields and words that nobody knows yet are let be. */
final class TemplateReader {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");

    /** Buttons that Meta does not send without a value. */
    private static final Set<String> NEEDY = Set.of("COPY_CODE", "OTP", "MPM");

    private TemplateReader() {}

    static Template read(JsonNode json) {
        JsonNode components = json.path("components");
        List<Template.Face> cards = new ArrayList<>();
        component(components, "CAROUSEL").path("cards").forEach(card -> cards.add(face(card.path("components"))));
        return new Template(
                new TemplateName(
                        json.path("name").asText(), json.path("language").asText()),
                upper(json.path("status").asText("UNKNOWN")),
                TemplateCategory.parse(json.path("category").asText("")).orElse(null),
                upper(json.path("parameter_format").asText("")).equals("NAMED"),
                face(components),
                cards);
    }

    private static Template.Face face(JsonNode components) {
        List<Template.Button> buttons = new ArrayList<>();
        component(components, "BUTTONS").path("buttons").forEach(button -> buttons.add(button(button)));
        return new Template.Face(
                header(component(components, "HEADER")),
                variables(component(components, "BODY").path("text").asText("")),
                buttons,
                text(component(components, "BODY"), "text"),
                text(component(components, "FOOTER"), "text"));
    }

    private static Template.@Nullable Header header(JsonNode header) {
        if (header.isMissingNode()) {
            return null;
        }
        return new Template.Header(
                upper(header.path("format").asText("TEXT")),
                variables(header.path("text").asText("")),
                text(header, "text"));
    }

    private static Template.Button button(JsonNode button) {
        String type = upper(button.path("type").asText(""));
        boolean variableUrl =
                type.equals("URL") && !variables(button.path("url").asText("")).isEmpty();
        return new Template.Button(
                type, variableUrl || NEEDY.contains(type), text(button, "text"), text(button, "url"));
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.get(field).asText() : null;
    }

    private static JsonNode component(JsonNode components, String type) {
        for (JsonNode component : components) {
            if (upper(component.path("type").asText("")).equals(type)) {
                return component;
            }
        }
        return components.path(-1);
    }

    private static List<String> variables(String text) {
        Set<String> variables = new LinkedHashSet<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        return List.copyOf(variables);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
