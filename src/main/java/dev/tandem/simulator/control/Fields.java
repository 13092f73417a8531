package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.behaviour.Millis;
import dev.tandem.simulator.behaviour.MillisJson;
import dev.tandem.simulator.meta.MetaJson;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The fields of a control call's body, each read with the type it must have. After reading, {@link #nothingElse} tells
 * of fields nobody asked for. One instance per call.
 */
final class Fields {
    private final ObjectNode json;
    private final String path;
    private final Set<String> asked = new LinkedHashSet<>();

    Fields(ObjectNode json, String path) {
        this.json = json;
        this.path = path;
    }

    /** The body of a call, which must be a JSON object; an empty body is an empty object. */
    static Fields of(ServerRequest http) {
        try {
            byte[] body = http.servletRequest().getInputStream().readAllBytes();
            ObjectNode json = body.length == 0 ? MetaJson.object() : MetaJson.readObject(body);
            if (json == null) {
                throw ControlException.badRequest("the body must be a JSON object");
            }
            return new Fields(json, "");
        } catch (IOException e) {
            throw ControlException.badRequest("the body could not be read: " + e.getMessage());
        }
    }

    boolean has(String name) {
        asked.add(name);
        return json.hasNonNull(name);
    }

    @Nullable
    JsonNode any(String name) {
        asked.add(name);
        return json.get(name);
    }

    String text(String name) {
        String text = textOr(name, null);
        if (text == null || text.isEmpty()) {
            throw ControlException.badRequest(path + name + " is required and must be text");
        }
        return text;
    }

    @Nullable
    String textOr(String name, @Nullable String otherwise) {
        return has(name) ? typed(name, json.path(name).isTextual(), "text").textValue() : otherwise;
    }

    boolean flagOr(String name, boolean otherwise) {
        return has(name)
                ? typed(name, json.path(name).isBoolean(), "true or false").booleanValue()
                : otherwise;
    }

    long wholeOr(String name, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.path(name);
        return typed(name, value.isIntegralNumber() && value.longValue() >= 0, "a whole number from 0 on")
                .longValue();
    }

    /** A share from 0 to 1; true is 1 and false is 0. */
    double rateOr(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.path(name);
        if (value.isBoolean()) {
            return value.booleanValue() ? 1 : 0;
        }
        boolean fits = value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1;
        return typed(name, fits, "a rate from 0 to 1, or true or false").doubleValue();
    }

    Millis millisOr(String name, Millis otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.path(name);
        return MillisJson.read(typed(name, MillisJson.fits(value), "milliseconds, one number or [low, high]"));
    }

    Instant instantOr(String name, Instant otherwise) {
        String text = textOr(name, null);
        if (text == null) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ControlException.badRequest(path + name + " must be a time such as 2026-11-02T09:30:00Z");
        }
    }

    Fields objectOr(String name) {
        if (!has(name)) {
            return new Fields(MetaJson.object(), path + name + ".");
        }
        JsonNode value = typed(name, json.path(name).isObject(), "an object");
        return new Fields((ObjectNode) value, path + name + ".");
    }

    /** Names of all fields there are. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Refuses fields that were not read. */
    void nothingElse() {
        for (String name : names()) {
            if (!asked.contains(name)) {
                throw ControlException.badRequest(
                        "unknown field " + path + name + "; known here are " + String.join(", ", asked));
            }
        }
    }

    private JsonNode typed(String name, boolean fits, String wanted) {
        JsonNode value = json.path(name);
        if (!fits) {
            throw ControlException.badRequest(path + name + " must be " + wanted + ", not " + value);
        }
        return value;
    }
}
