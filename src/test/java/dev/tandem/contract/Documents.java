package dev.tandem.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The public descriptions as JSON, with every reference followed. */
final class Documents {

    static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();
    static final Path OPENAPI = Path.of("config/api/openapi.yaml");
    static final Path ASYNCAPI = Path.of("config/api/asyncapi.yaml");
    static final Path SCHEMAS = Path.of("config/schema");

    private static final Set<String> ALTERNATIVES = Set.of("allOf", "anyOf", "oneOf");

    private static final Map<Path, JsonNode> READ = new ConcurrentHashMap<>();
    private static final Map<Path, JsonNode> WHOLE = new ConcurrentHashMap<>();

    private Documents() {}

    static Yaml yaml() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(strict));
    }

    /** A JSON or YAML file as it stands. */
    static JsonNode read(Path file) {
        return READ.computeIfAbsent(file.toAbsolutePath().normalize(), Documents::parse);
    }

    private static JsonNode parse(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JSON.valueToTree(yaml().load(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with every reference replaced by what it means; one that leads nowhere is an error. */
    static JsonNode whole(Path file) {
        return WHOLE.computeIfAbsent(file, whole -> follow(read(whole), whole, List.of()));
    }

    /** The schema of this file under {@code config/schema}. */
    static JsonNode schema(String name) {
        return whole(SCHEMAS.resolve(name + ".schema.json"));
    }

    private static JsonNode follow(JsonNode node, Path file, List<String> way) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(follow(element, file, way)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!Set.of("$ref", "$id", "$schema").contains(field.getKey())) {
                object.set(field.getKey(), follow(field.getValue(), file, way));
            }
        }
        if (node.path("$ref").isTextual()) {
            JsonNode meant = target(node.get("$ref").asText(), file, way);
            if (object.isEmpty() || !meant.isObject()) {
                return meant;
            }
            meant.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
        }
        return object;
    }

    private static JsonNode target(String reference, Path file, List<String> way) {
        int hash = reference.indexOf('#');
        String place = hash < 0 ? reference : reference.substring(0, hash);
        Path where = place.isEmpty()
                ? file
                : file.resolveSibling(place).toAbsolutePath().normalize();
        String here = where + (hash < 0 ? "" : reference.substring(hash));
        if (way.contains(here)) {
            throw new AssertionError("Circle: " + way);
        }
        List<String> further = new ArrayList<>(way);
        further.add(here);
        JsonNode meant = hash < 0 ? read(where) : read(where).at(reference.substring(hash + 1));
        if (meant.isMissingNode()) {
            throw new AssertionError(file + ": the reference " + reference + " leads nowhere");
        }
        return follow(meant, where, further);
    }

    /** What a schema has against a value; formats count. */
    static List<String> faults(JsonNode schema, JsonNode value) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema, config)
                .validate(value)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** As {@link #faults}, and fields that the schema says nothing of, too. */
    static List<String> strictFaults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>(faults(schema, value));
        undescribed(List.of(schema), value, "", faults);
        return faults;
    }

    private static void undescribed(List<JsonNode> schemas, JsonNode value, String path, List<String> faults) {
        List<JsonNode> all = new ArrayList<>();
        schemas.forEach(schema -> addAlternatives(schema, all));
        if (value.isArray()) {
            List<JsonNode> items = all.stream()
                    .filter(schema -> schema.has("items"))
                    .map(schema -> schema.get("items"))
                    .toList();
            value.forEach(element -> undescribed(items, element, path + "[]", faults));
        } else if (value.isObject() && all.stream().anyMatch(Documents::namesFields)) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                List<JsonNode> meant = all.stream()
                        .map(schema -> schema.path("properties").has(field.getKey())
                                ? schema.path("properties").get(field.getKey())
                                : schema.path("additionalProperties"))
                        .filter(JsonNode::isObject)
                        .toList();
                if (meant.isEmpty()) {
                    faults.add(path + '.' + field.getKey() + " is described nowhere");
                }
                undescribed(meant, field.getValue(), path + '.' + field.getKey(), faults);
            }
        }
    }

    private static boolean namesFields(JsonNode schema) {
        return schema.has("properties") || schema.path("additionalProperties").isObject();
    }

    private static void addAlternatives(JsonNode schema, List<JsonNode> all) {
        all.add(schema);
        ALTERNATIVES.forEach(word -> schema.path(word).forEach(part -> addAlternatives(part, all)));
    }

    /** The values of an enum, wherever it stands below this node. */
    static Set<String> enumOf(JsonNode schema) {
        JsonNode values = schema.findValue("enum");
        if (values == null) {
            throw new AssertionError("No enum in " + schema);
        }
        return new TreeSet<>(StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList());
    }
}
