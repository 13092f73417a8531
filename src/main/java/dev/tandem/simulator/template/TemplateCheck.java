package dev.tandem.simulator.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a send's parameters against its template: their number (132000), form (132012), the length of the filled body
 * (132005), and the parameters a button can not do without (131008). One instance per check.
 */
final class TemplateCheck {
    /** Most characters of a filled body. */
    static final int MAX_BODY = 1024;

    private final Template template;
    private final Map<String, JsonNode> given = new HashMap<>();
    private final Map<Integer, JsonNode> givenButtons = new HashMap<>();

    private TemplateCheck(Template template, JsonNode components) {
        this.template = template;
        for (JsonNode component : components) {
            String type = component.path("type").asText().toLowerCase(Locale.ROOT);
            JsonNode before = type.equals("button")
                    ? givenButtons.put(component.path("index").asInt(), component)
                    : given.put(type, component);
            if (before != null) {
                throw format("component " + type + " is given twice");
            }
        }
    }

    /** Refuses a send whose {@code components} do not fit the template. */
    static void check(Template template, JsonNode components) {
        TemplateCheck check = new TemplateCheck(template, components);
        check.header();
        check.body();
        check.buttons();
    }

    private void header() {
        String format = template.headerFormat();
        List<JsonNode> parameters = parameters(given.get("header"));
        if (format == null) {
            if (!parameters.isEmpty()) {
                throw count("the template has no header, but header parameters were given");
            }
        } else if (format.equals("TEXT")) {
            JsonNode header = template.component("HEADER");
            texts("header", header == null ? "" : header.path("text").asText(), parameters);
        } else {
            String expected = format.toLowerCase(Locale.ROOT);
            String received =
                    parameters.size() == 1 ? parameters.get(0).path("type").asText() : "none";
            if (!expected.equals(received)) {
                throw format("header: expected one parameter of type " + expected + ", received " + received);
            }
        }
    }

    private void body() {
        String filled = texts("body", template.bodyText(), parameters(given.get("body")));
        if (filled.codePointCount(0, filled.length()) > MAX_BODY) {
            throw new MetaException(
                    MetaError.TEMPLATE_TEXT_TOO_LONG,
                    "the filled body of " + template.name() + " is longer than " + MAX_BODY + " characters");
        }
    }

    private String texts(String where, String text, List<JsonNode> parameters) {
        List<String> variables = Template.variables(text);
        if (variables.size() != parameters.size()) {
            throw count(where + ": template " + template.name() + " has " + variables.size()
                    + " parameters, the message " + parameters.size());
        }
        String filled = text;
        List<String> named = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            String variable = variableOf(where, variables, parameters.get(i), i, named);
            filled = filled.replace("{{" + variable + "}}", textOf(where, parameters.get(i)));
        }
        return filled;
    }

    private String variableOf(
            String where, List<String> variables, JsonNode parameter, int place, List<String> namedBefore) {
        String name = parameter.path("parameter_name").asText("");
        if (!template.named()) {
            if (!name.isEmpty()) {
                throw format(where + ": the template counts parameters by place, parameter_name is not expected");
            }
            return variables.get(place);
        }
        if (!variables.contains(name) || namedBefore.contains(name)) {
            throw format(where + ": parameter_name must be each of " + variables + " once, not '" + name + "'");
        }
        namedBefore.add(name);
        return name;
    }

    private String textOf(String where, JsonNode parameter) {
        String type = parameter.path("type").asText();
        String text =
                switch (type) {
                    case "text" -> parameter.path("text").asText();
                    case "currency", "date_time" ->
                        parameter.path(type).path("fallback_value").asText();
                    default -> throw format(where + ": a text can not be filled with a parameter of type " + type);
                };
        if (text.isEmpty() || text.contains("\n") || text.contains("\t") || text.contains("     ")) {
            throw format(where + ": a parameter may not be empty nor hold a newline, a tab or more than four spaces"
                    + " in a row");
        }
        return text;
    }

    private void buttons() {
        JsonNode buttons = template.buttons();
        givenButtons.forEach((index, component) -> {
            if (index >= buttons.size()) {
                throw format("button " + index + ": the template has " + buttons.size() + " buttons");
            }
        });
        for (int i = 0; i < buttons.size(); i++) {
            button(i, buttons.get(i), givenButtons.get(i));
        }
    }

    private void button(int index, JsonNode button, @Nullable JsonNode component) {
        String type = button.path("type").asText().toUpperCase(Locale.ROOT);
        boolean needed = type.equals("COPY_CODE")
                || (type.equals("URL")
                        && !Template.variables(button.path("url").asText()).isEmpty());
        if (component == null) {
            if (needed) {
                throw new MetaException(
                        MetaError.REQUIRED_MISSING, "button " + index + " of type " + type + " requires a parameter");
            }
            return;
        }
        String subType = component.path("sub_type").asText().toUpperCase(Locale.ROOT);
        if (!subType.equals(type)) {
            throw format("button " + index + ": expected sub_type " + type + ", received " + subType);
        }
        if (type.equals("URL") && parameters(component).size() != (needed ? 1 : 0)) {
            throw count("button " + index + ": expected " + (needed ? 1 : 0) + " parameters");
        }
    }

    private static List<JsonNode> parameters(@Nullable JsonNode component) {
        List<JsonNode> parameters = new ArrayList<>();
        (component == null ? MetaJson.array() : component.path("parameters")).forEach(parameters::add);
        return parameters;
    }

    private static MetaException count(String details) {
        return new MetaException(MetaError.TEMPLATE_PARAMETER_COUNT, details);
    }

    private static MetaException format(String details) {
        return new MetaException(MetaError.TEMPLATE_PARAMETER_FORMAT, details);
    }
}
