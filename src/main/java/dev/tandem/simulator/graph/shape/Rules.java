package dev.tandem.simulator.graph.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of single values, and of lists and kinds of objects. */
final class Rules {
    private Rules() {}

    /** Text of 1 to {@code max} characters. */
    static Rule text(int max) {
        return (value, path) -> {
            length(value, path, max);
            if (value.textValue().isEmpty()) {
                throw invalid(path + " must not be empty");
            }
        };
    }

    /** Text of up to {@code max} characters, which may be empty. */
    static Rule textOrEmpty(int max) {
        return (value, path) -> length(value, path, max);
    }

    static Rule flag() {
        return (value, path) -> {
            if (!value.isBoolean()) {
                throw invalid(path + " must be true or false");
            }
        };
    }

    static Rule url() {
        return (value, path) -> {
            length(value, path, 2048);
            if (!value.textValue().matches("https?://[^\\s/]+.*")) {
                throw invalid(path + " must be an http or https URL");
            }
        };
    }

    /** One of these words, in any case. */
    static Rule choice(String... words) {
        List<String> allowed = List.of(words);
        return (value, path) -> {
            if (!value.isTextual() || !allowed.contains(value.textValue().toLowerCase(Locale.ROOT))) {
                throw invalid(path + " must be one of " + allowed);
            }
        };
    }

    /** A number in a range, also as text. */
    static Rule number(double low, double high) {
        return (value, path) -> {
            double number = value.asDouble(Double.NaN);
            if (!(number >= low && number <= high)) {
                throw invalid(path + " must be a number from " + low + " to " + high);
            }
        };
    }

    /** A list of {@code min} to {@code max} elements. */
    static Rule list(int min, int max, Rule element) {
        return (value, path) -> {
            if (!value.isArray() || value.size() < min || value.size() > max) {
                throw invalid(path + " must be a list of " + min + " to " + max + " elements");
            }
            for (int i = 0; i < value.size(); i++) {
                element.check(value.get(i), path + "[" + i + "]");
            }
        };
    }

    /** An object whose field {@code by} says which rule holds. */
    static Rule kinds(String by, Map<String, Rule> kinds) {
        return (value, path) -> {
            if (!value.isObject()) {
                throw invalid(path + " must be an object");
            }
            JsonNode kind = value.path(by);
            if (kind.isMissingNode()) {
                throw new MetaException(MetaError.REQUIRED_MISSING, path + "." + by + " is required");
            }
            Rule rule = kinds.get(kind.asText().toLowerCase(Locale.ROOT));
            if (rule == null) {
                throw invalid(path + "." + by + " must be one of "
                        + kinds.keySet().stream().sorted().toList() + ", not " + kind.asText());
            }
            rule.check(value, path);
        };
    }

    static Rule anything() {
        return (value, path) -> {};
    }

    static MetaException invalid(String details) {
        return new MetaException(MetaError.VALUE_INVALID, details);
    }

    private static void length(JsonNode value, String path, int max) {
        if (!value.isTextual()) {
            throw invalid(path + " must be text");
        }
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > max) {
            throw invalid(path + " must be at most " + max + " characters long");
        }
    }
}
