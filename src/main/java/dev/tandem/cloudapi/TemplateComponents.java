package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From the short form of a template's parameters to Meta's components: a list fills the body by position, a map by name,
 * and {@code header}, {@code body} and {@code buttons} name the part.
 */
final class TemplateComponents {

    private static final Set<String> PARTS = Set.of("header", "body", "buttons");
    private static final Set<String> MEDIA = Set.of("image", "video", "document", "location");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TemplateComponents() {}

    /** Meta's components of a template in a request; empty when it has no parameters. */
    static Optional<ArrayNode> of(JsonNode template) {
        if (template.has("components")) {
            return Optional.of((ArrayNode) template.get("components"));
        }
        JsonNode parameters = template.path("parameters");
        ArrayNode components = JSON.arrayNode();
        if (namesParts(parameters)) {
            addHeader(components, parameters.path("header"));
            addBody(components, parameters.path("body"));
            addButtons(components, parameters.path("buttons"));
        } else {
            addBody(components, parameters);
        }
        return components.isEmpty() ? Optional.empty() : Optional.of(components);
    }

    private static boolean namesParts(JsonNode parameters) {
        if (!parameters.isObject() || parameters.isEmpty()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
            if (!PARTS.contains(entry.getKey())) {
                return false;
            }
        }
        // A template may have a named parameter that is called like a part: that one is a plain text.
        return !parameters.path("body").isTextual();
    }

    private static void addHeader(ArrayNode components, JsonNode header) {
        if (!header.isMissingNode()) {
            ObjectNode component = components.addObject().put("type", "header");
            ArrayNode filled = component.putArray("parameters");
            (header.isArray() ? header : JSON.arrayNode().add(header)).forEach(value -> filled.add(parameter(value)));
        }
    }

    private static void addBody(ArrayNode components, JsonNode body) {
        if (body.isEmpty()) {
            return;
        }
        ArrayNode filled = components.addObject().put("type", "body").putArray("parameters");
        if (body.isArray()) {
            body.forEach(value -> filled.add(parameter(value)));
        } else {
            body.properties().forEach(entry -> {
                ObjectNode named = parameter(entry.getValue());
                filled.add(named.put("parameter_name", entry.getKey()));
            });
        }
    }

    private static void addButtons(ArrayNode components, JsonNode buttons) {
        buttons.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            boolean quickReply = value.has("payload");
            components
                    .addObject()
                    .put("type", "button")
                    .put("sub_type", quickReply ? "quick_reply" : "url")
                    .put("index", entry.getKey())
                    .putArray("parameters")
                    .add(parameter(value));
        });
    }

    /** A text, a medium such as {@code {"image": {"link": …}}}, or Meta's own form with its type. */
    private static ObjectNode parameter(JsonNode value) {
        if (!value.isObject()) {
            return JSON.objectNode().put("type", "text").put("text", value.asText());
        }
        ObjectNode parameter = value.deepCopy();
        if (parameter.has("type")) {
            return parameter;
        }
        String type =
                MEDIA.stream().filter(parameter::has).findFirst().orElse(parameter.has("payload") ? "payload" : "text");
        return parameter.put("type", type);
    }
}
