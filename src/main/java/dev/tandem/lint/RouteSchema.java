package dev.tandem.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Camel's own JSON schema of its YAML language, as it comes with the loader. Immutable, safe for several threads.
 *
 * <p>Two things are read less strictly than the schema says, as the loader does: a number or a truth value may stand
 * where a text is expected, and a text with a placeholder where one of the others is.
 */
final class RouteSchema {

    /** A place that the schema does not allow. */
    record Problem(YamlNode place, String message) {}

    private static final String RESOURCE = "/schema/camelYamlDsl.json";
    /** What an {@code enum} of the schema is called here. */
    static final String CHOICES = "choices";

    private static final String OR_PLACEHOLDER = "|.*\\{\\{.*";

    private final JsonNode source;
    private final JsonSchema schema;

    private RouteSchema(JsonNode source) {
        this.source = source;
        JsonMetaSchema language = JsonMetaSchema.builder(JsonMetaSchema.getV4())
                .keyword(new NonValidationKeyword("deprecated"))
                .keyword(new NonValidationKeyword(CHOICES))
                .build();
        this.schema = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4))
                .metaSchema(language)
                .build()
                .getSchema(
                        source,
                        SchemaValidatorsConfig.builder()
                                .preloadJsonSchema(false)
                                .build());
    }

    /** The schema in Camel's jar, read once: it is large. */
    static RouteSchema ofCamel() {
        return Holder.SCHEMA;
    }

    private static final class Holder {
        static final RouteSchema SCHEMA = load();
    }

    private static RouteSchema load() {
        try (InputStream stream = RouteSchema.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("camel-yaml-dsl is not on the class path: no " + RESOURCE);
            }
            JsonNode source = new ObjectMapper().readTree(stream);
            loosen(source);
            return new RouteSchema(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that is wrong below a file's top node, each place once. */
    List<Problem> problems(YamlNode root) {
        return new SchemaMessages(source, root).explain(schema.validate(toJson(root)));
    }

    private static void loosen(JsonNode node) {
        node.forEach(RouteSchema::loosen);
        if (!(node instanceof ObjectNode object) || !object.path("type").isTextual()) {
            return;
        }
        switch (object.path("type").asText()) {
            case "string" -> {
                if (object.has("enum")) {
                    List<String> values = new ArrayList<>();
                    object.path("enum").forEach(value -> values.add(Pattern.quote(value.asText())));
                    accept(object, String.join("|", values), "string");
                } else {
                    object.set("type", types("string", "number", "boolean"));
                }
            }
            case "boolean" -> accept(object, "true|false", "boolean", "string");
            case "number", "integer" -> accept(object, "-?\\d+", "number", "string");
            default -> {}
        }
    }

    private static void accept(ObjectNode object, String texts, String... types) {
        object.set("type", types(types));
        object.put("pattern", "^(" + texts + OR_PLACEHOLDER + ")$");
        // Kept for the message only: the pattern decides
        JsonNode choices = object.remove("enum");
        if (choices != null) {
            object.set(CHOICES, choices);
        }
    }

    private static ArrayNode types(String... names) {
        ArrayNode types = JsonNodeFactory.instance.arrayNode();
        List.of(names).forEach(types::add);
        return types;
    }

    private static JsonNode toJson(YamlNode node) {
        switch (node.kind()) {
            case MAP -> {
                ObjectNode map = JsonNodeFactory.instance.objectNode();
                node.children().forEach(child -> map.set(child.key(), toJson(child)));
                return map;
            }
            case LIST -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                node.children().forEach(child -> list.add(toJson(child)));
                return list;
            }
            default -> {
                JsonNode scalar = node.scalar();
                return scalar == null ? JsonNodeFactory.instance.nullNode() : scalar;
            }
        }
    }
}
