package dev.tandem.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.tandem.lint.RouteSchema.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a few helpful sentences of what the validator says about one file.
 *
 * <p>Camel's schema writes most steps as alternatives (a text, or a map, or one map per language), and the validator
 * reports every alternative that does not fit. Only the complaint that lies deepest says what was mistyped; the rest is
 * dropped.
 */
final class SchemaMessages {

    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "not");

    private final JsonNode schema;
    private final YamlNode root;

    SchemaMessages(JsonNode schema, YamlNode root) {
        this.schema = schema;
        this.root = root;
    }

    List<Problem> explain(Collection<ValidationMessage> messages) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (ValidationMessage message : messages) {
            if (messages.stream().noneMatch(other -> saysMore(other, message))) {
                problems.add(explain(message));
            }
        }
        return List.copyOf(problems);
    }

    /** True when {@code other} makes {@code message} superfluous: more exact about the same place, or deeper inside. */
    private static boolean saysMore(ValidationMessage other, ValidationMessage message) {
        if (weight(message) == Weight.CERTAIN) {
            return false;
        }
        List<String> here = path(message);
        List<String> there = path(other);
        boolean inside =
                there.size() >= here.size() && there.subList(0, here.size()).equals(here);
        boolean deeper = there.size() > here.size();
        return inside && (deeper || weight(other).compareTo(weight(message)) > 0);
    }

    /** How sure it is that a complaint is what the author has to mend; in rising order. */
    private enum Weight {
        MISSING_IN_ALTERNATIVE,
        NO_ALTERNATIVE,
        WRONG_SHAPE,
        CERTAIN
    }

    private static Weight weight(ValidationMessage message) {
        if (ALTERNATIVES.contains(message.getType())) {
            return Weight.NO_ALTERNATIVE;
        }
        boolean inAlternative = steps(message.getEvaluationPath()).stream().anyMatch(ALTERNATIVES::contains);
        if (message.getType().equals("required") && inAlternative) {
            return Weight.MISSING_IN_ALTERNATIVE;
        }
        return message.getType().equals("type") && inAlternative ? Weight.WRONG_SHAPE : Weight.CERTAIN;
    }

    private Problem explain(ValidationMessage message) {
        YamlNode place = place(message);
        if (weight(message).compareTo(Weight.NO_ALTERNATIVE) <= 0) {
            return new Problem(place, name(place) + " has none or several of the forms Camel knows; write exactly one");
        }
        String property = String.valueOf(message.getProperty());
        return switch (message.getType()) {
            case "additionalProperties" -> {
                YamlNode unknown = place.get(property);
                yield new Problem(
                        unknown == null ? place : unknown,
                        "'" + property + "' is not known here" + Nearest.hint(property, known(message)));
            }
            case "required" -> new Problem(place, name(place) + " needs '" + property + "'; add it");
            case "pattern" -> new Problem(place, name(place) + " must be " + choices(message));
            case "maxProperties" ->
                new Problem(place, "holds several steps; each is an item of its own, check the indentation");
            case "type" -> new Problem(place, name(place) + shape(message));
            default -> new Problem(place, name(place) + " is not written in a form that Camel knows here");
        };
    }

    private String shape(ValidationMessage message) {
        String type =
                weight(message) == Weight.CERTAIN ? around(message).path("type").asText() : "";
        return switch (type) {
            case "array" -> " must be a list; begin each item with a dash";
            case "object" -> " must be a map, key: value";
            default -> " is not written in a form that Camel knows here";
        };
    }

    private String choices(ValidationMessage message) {
        JsonNode schemaNode = around(message);
        if (!schemaNode.has(RouteSchema.CHOICES)) {
            return schemaNode.path("type").toString().contains("boolean") ? "true or false" : "a whole number";
        }
        List<String> values = new ArrayList<>();
        schemaNode.path(RouteSchema.CHOICES).forEach(value -> values.add(value.asText()));
        return "one of " + String.join(", ", values);
    }

    private Set<String> known(ValidationMessage message) {
        Set<String> names = new TreeSet<>();
        around(message).path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The part of the schema that holds the broken keyword. */
    private JsonNode around(ValidationMessage message) {
        JsonNode node = schema;
        var path = message.getSchemaLocation().getFragment();
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            Object step = path.getElement(i);
            node = step instanceof Integer index ? node.path(index) : node.path(String.valueOf(step));
        }
        return node;
    }

    private YamlNode place(ValidationMessage message) {
        YamlNode node = root;
        for (String step : path(message)) {
            YamlNode child = node.get(step);
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    private static List<String> path(ValidationMessage message) {
        return steps(message.getInstanceLocation());
    }

    private static List<String> steps(JsonNodePath path) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            steps.add(String.valueOf(path.getElement(i)));
        }
        return steps;
    }

    private static String name(YamlNode place) {
        @Nullable YamlNode parent = place.parent();
        if (parent == null) {
            return "a route file, a list of routes and the like,";
        }
        return parent.kind() == YamlNode.Kind.LIST ? "this item of '" + parent.key() + "'" : "'" + place.key() + "'";
    }
}
