package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person would read of a template, with the parameters filled in from the very components that would go out.
 * Thread-safe.
 */
public final class TemplatePreview {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TemplatePreview() {}

    /**
     * Header, body, footer, buttons and cards; what the template does not have is left out.
     *
     * @param template as Meta lists it
     * @param wanted the {@code template} of a request, which fits
     */
    public static ObjectNode of(Template template, JsonNode wanted) {
        JsonNode components =
                TemplateComponents.of(wanted).<JsonNode>map(given -> given).orElse(JSON.arrayNode());
        ObjectNode preview = face(template.face(), components);
        if (!template.cards().isEmpty()) {
            ArrayNode cards = preview.putArray("cards");
            JsonNode given = first(components, "carousel").path("cards");
            for (int i = 0; i < template.cards().size(); i++) {
                cards.add(face(template.cards().get(i), given.path(i).path("components")));
            }
        }
        return preview;
    }

    private static ObjectNode face(Template.Face face, JsonNode components) {
        ObjectNode json = JSON.objectNode();
        Template.Header header = face.header();
        if (header != null) {
            json.set("header", header(header, first(components, "header").path("parameters")));
        }
        if (face.text() != null) {
            json.put("body", filled(face.text(), first(components, "body").path("parameters")));
        }
        if (face.footer() != null) {
            json.put("footer", face.footer());
        }
        json.set("buttons", buttons(face.buttons(), components));
        return json;
    }

    private static ObjectNode header(Template.Header header, JsonNode parameters) {
        ObjectNode json = JSON.objectNode().put("format", header.format().toLowerCase(Locale.ROOT));
        if (header.text() != null) {
            json.put("text", filled(header.text(), parameters));
        } else if (!parameters.isEmpty()) {
            JsonNode medium = parameters.path(0);
            json.set("media", medium.path(medium.path("type").asText("").toLowerCase(Locale.ROOT)));
        }
        return json;
    }

    private static ArrayNode buttons(List<Template.Button> buttons, JsonNode components) {
        ArrayNode json = JSON.arrayNode();
        for (int i = 0; i < buttons.size(); i++) {
            Template.Button button = buttons.get(i);
            JsonNode parameters = button(components, String.valueOf(i)).path("parameters");
            ObjectNode one = json.addObject().put("type", button.type().toLowerCase(Locale.ROOT));
            if (button.text() != null) {
                one.put("text", button.text());
            }
            if (button.url() != null) {
                one.put("url", filled(button.url(), parameters));
            }
            JsonNode first = parameters.path(0);
            for (String value : List.of("payload", "coupon_code")) {
                if (first.path(value).isTextual()) {
                    one.put("value", first.get(value).asText());
                }
            }
        }
        return json;
    }

    /** A text with its variables replaced by name or, where they have none, by place; one without a value stays as it is. */
    private static String filled(String text, JsonNode parameters) {
        Map<String, String> values = new HashMap<>();
        int place = 0;
        for (JsonNode parameter : parameters) {
            place++;
            String name = parameter.path("parameter_name").asText("");
            values.put(name.isEmpty() ? String.valueOf(place) : name, value(parameter));
        }
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** Money and dates are shown in the words that are given for phones that cannot write them. */
    private static String value(JsonNode parameter) {
        String type = parameter.path("type").asText("text").toLowerCase(Locale.ROOT);
        return type.equals("text")
                ? parameter.path("text").asText("")
                : parameter.path(type).path("fallback_value").asText("");
    }

    private static JsonNode button(JsonNode components, String index) {
        for (JsonNode component : components) {
            if (type(component).equals("button")
                    && component.path("index").asText("").equals(index)) {
                return component;
            }
        }
        return JSON.missingNode();
    }

    private static JsonNode first(JsonNode components, String type) {
        for (JsonNode component : components) {
            if (type(component).equals(type)) {
                return component;
            }
        }
        return JSON.missingNode();
    }

    private static String type(JsonNode component) {
        return component.path("type").asText("").toLowerCase(Locale.ROOT);
    }
}
