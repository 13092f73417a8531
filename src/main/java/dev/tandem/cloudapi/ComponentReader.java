package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.domain.TemplateFill;
import dev.tandem.template.FillReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request fills into its template, read from the very components that would go out, so that what is checked is what
 * Meta gets. Thread-safe.
 */
public final class ComponentReader implements FillReader {

    @Override
    public TemplateFill read(JsonNode template) {
        JsonNode components = TemplateComponents.of(template)
                .<JsonNode>map(given -> given)
                .orElse(JsonNodeFactory.instance.arrayNode());
        List<TemplateFill.Face> cards = null;
        for (JsonNode component : components) {
            if (type(component).equals("carousel")) {
                cards = new ArrayList<>();
                for (JsonNode card : component.path("cards")) {
                    cards.add(face(card.path("components")));
                }
            }
        }
        return new TemplateFill(face(components), cards);
    }

    private static TemplateFill.Face face(JsonNode components) {
        List<TemplateFill.Value> header = null;
        List<TemplateFill.Value> body = null;
        List<TemplateFill.ButtonValue> buttons = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        for (JsonNode component : components) {
            switch (type(component)) {
                case "header" -> {
                    repeat(repeated, header, "header");
                    header = values(component);
                }
                case "body" -> {
                    repeat(repeated, body, "body");
                    body = values(component);
                }
                case "button" ->
                    buttons.add(new TemplateFill.ButtonValue(
                            component.path("index").asText(""),
                            component.path("sub_type").asText(""),
                            component.path("parameters").size()));
                default -> {
                    // A carousel stands beside; what nobody knows yet is for Meta to judge.
                }
            }
        }
        return new TemplateFill.Face(
                header == null ? List.of() : header, body == null ? List.of() : body, buttons, repeated);
    }

    private static void repeat(List<String> repeated, @Nullable List<TemplateFill.Value> before, String part) {
        if (before != null) {
            repeated.add(part);
        }
    }

    private static List<TemplateFill.Value> values(JsonNode component) {
        List<TemplateFill.Value> values = new ArrayList<>();
        for (JsonNode parameter : component.path("parameters")) {
            String name = parameter.path("parameter_name").asText("");
            values.add(new TemplateFill.Value(parameter.path("type").asText("text"), name.isEmpty() ? null : name));
        }
        return values;
    }

    private static String type(JsonNode component) {
        return component.path("type").asText("").toLowerCase(Locale.ROOT);
    }
}
