package dev.tandem.simulator.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Templates in the JSON of Meta's {@code message_templates}. */
public final class TemplateJson {
    private static final String NAMED = "NAMED";
    private static final Set<String> FIELDS =
            Set.of("id", "name", "language", "status", "category", "parameter_format", "components");
    private static final Set<String> CATEGORIES = Set.of("UTILITY", "MARKETING", "AUTHENTICATION");
    private static final Set<String> FORMATS = Set.of(NAMED, "POSITIONAL");

    private TemplateJson() {}

    /** Reads {@code {"templates":[…]}}. */
    public static List<Template> readAll(byte[] json) {
        ObjectNode object = MetaJson.readObject(json);
        if (object == null) {
            throw new IllegalArgumentException("expected an object with a list of templates");
        }
        return readAll(object.path("templates"), (name, language) -> null);
    }

    /**
     * Reads a list of templates. Only name and language are needed. What else is not given stays as it was in the
     * template there is; a new one is approved, UTILITY, by position.
     *
     * @param before finds the template of a name and language, or null
     * @throws IllegalArgumentException saying what is wrong with which template
     */
    public static List<Template> readAll(JsonNode list, BiFunction<String, String, @Nullable Template> before) {
        if (!list.isArray()) {
            throw new IllegalArgumentException("templates must be a list");
        }
        List<Template> templates = new ArrayList<>();
        for (JsonNode one : list) {
            templates.add(read(one, before));
        }
        return templates;
    }

    /** Writes some fields of a template, always with its id. */
    public static ObjectNode write(Template template, Set<String> fields) {
        ObjectNode all = MetaJson.object()
                .put("name", template.name())
                .put("language", template.language())
                .put("status", template.status())
                .put("category", template.category())
                .put("parameter_format", format(template));
        all.set("components", template.components());
        all.putObject("quality_score").put("score", "UNKNOWN");
        all.put("rejected_reason", "NONE");
        return all.retain(fields).put("id", template.id());
    }

    private static Template read(JsonNode json, BiFunction<String, String, @Nullable Template> before) {
        String name = json.path("name").asText("");
        String language = json.path("language").asText("");
        if (name.isEmpty() || language.isEmpty()) {
            throw new IllegalArgumentException("a template needs name and language: " + json);
        }
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                        "template " + name + " has an unknown field " + field + "; known are " + sorted(FIELDS));
            }
        });
        Template known = before.apply(name, language);
        Template base = known != null ? known : fresh(name, language);
        return new Template(
                json.path("id").asText(base.id()),
                name,
                language,
                json.path("status").asText(base.status()).toUpperCase(Locale.ROOT),
                oneOf(json, "category", base.category(), CATEGORIES),
                oneOf(json, "parameter_format", format(base), FORMATS).equals(NAMED),
                json.get("components") instanceof ArrayNode given ? given : base.components());
    }

    private static Template fresh(String name, String language) {
        ArrayNode body =
                MetaJson.array().add(MetaJson.object().put("type", "BODY").put("text", name));
        return new Template(idOf(name, language), name, language, "APPROVED", "UTILITY", false, body);
    }

    private static String format(Template template) {
        return template.named() ? NAMED : "POSITIONAL";
    }

    private static String oneOf(JsonNode json, String field, String otherwise, Set<String> allowed) {
        String value = json.path(field).asText(otherwise).toUpperCase(Locale.ROOT);
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(field + " must be one of " + sorted(allowed) + ", not " + value);
        }
        return value;
    }

    private static String idOf(String name, String language) {
        return "6" + String.format(Locale.ROOT, "%014d", Math.abs((name + '/' + language).hashCode() * 7919L));
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }
}
