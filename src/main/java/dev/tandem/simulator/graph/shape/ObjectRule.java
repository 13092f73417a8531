package dev.tandem.simulator.graph.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object with known fields: an unknown one is error 100, a missing one 131008. Built once by chaining, then only
 * read.
 */
final class ObjectRule implements Rule {
    private final Map<String, Rule> fields = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private Set<String> exactlyOne = Set.of();

    ObjectRule required(String name, Rule rule) {
        required.add(name);
        return optional(name, rule);
    }

    ObjectRule optional(String name, Rule rule) {
        fields.put(name, rule);
        return this;
    }

    /** Of these fields there must be one and not two. */
    ObjectRule exactlyOneOf(String... names) {
        exactlyOne = new LinkedHashSet<>(List.of(names));
        return this;
    }

    @Override
    public void check(JsonNode value, String path) {
        if (!value.isObject()) {
            throw Rules.invalid((path.isEmpty() ? "the body" : path) + " must be an object");
        }
        unknownFields(value, path);
        for (String name : required) {
            if (value.path(name).isMissingNode()) {
                throw missing(within(path, name) + " is required");
            }
        }
        if (!exactlyOne.isEmpty() && exactlyOne.stream().filter(value::has).count() != 1) {
            throw missing((path.isEmpty() ? "the body" : path) + " needs exactly one of " + exactlyOne);
        }
        fields.forEach((name, rule) -> {
            JsonNode field = value.get(name);
            if (field != null) {
                rule.check(field, within(path, name));
            }
        });
    }

    private void unknownFields(JsonNode value, String path) {
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.containsKey(name)) {
                throw new MetaException(
                        MetaError.UNSUPPORTED_PARAMETER,
                        "unknown parameter " + within(path, name) + "; known here are " + fields.keySet());
            }
        }
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static MetaException missing(String details) {
        return new MetaException(MetaError.REQUIRED_MISSING, details);
    }
}
