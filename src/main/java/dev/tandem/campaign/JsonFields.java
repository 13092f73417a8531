package dev.tandem.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a line of JSON says as a send request. Without a template or message for all rows it is one already. Upper and lower
 * case of a field's name make no difference to the settings. Immutable and thread-safe.
 */
final class JsonFields {

    private static final List<String> ROW = List.of("to", "id", "from", "notBefore", "expiresAt");
    private static final String META = "meta.";

    private final CampaignSettings settings;
    private final RowContent content;
    private final Set<String> wanted;

    JsonFields(CampaignSettings settings) {
        this.settings = settings;
        this.content = new RowContent(settings);
        this.wanted = content.wanted();
    }

    /** @param problems gets what is wrong with its fields */
    ObjectNode request(ObjectNode line, List<Problem> problems) {
        if (!settings.isGiven()) {
            return line;
        }
        UnaryOperator<String> named = name -> text(line, name);
        content.checkOptIn(named, problems);
        if (!settings.hasContent()) {
            String optIn = settings.optInColumn();
            if (optIn != null) {
                key(line, optIn).ifPresent(key -> line.remove(key));
            }
            return settings.completed(line);
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ROW.forEach(name -> put(request, name, line, theirs(name)));
        ObjectNode meta = metadata(line);
        if (!meta.isEmpty()) {
            request.set("metadata", meta);
        }
        List<Problem> unfit = unfit(line);
        problems.addAll(unfit);
        if (unfit.isEmpty()) {
            content.fill(request, named, problems);
        }
        return settings.completed(request);
    }

    private ObjectNode metadata(ObjectNode line) {
        ObjectNode meta = JsonNodeFactory.instance.objectNode();
        settings.columns().forEach((ours, theirs) -> {
            if (isMeta(ours)) {
                put(meta, ours.substring(META.length()), line, theirs);
            }
        });
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            String name = field.getKey();
            // One that another one stands in for is free, and one that stands in for another is that.
            boolean isOwn = settings.columns().entrySet().stream()
                    .noneMatch(entry -> isSame(entry.getKey(), name) || isSame(entry.getValue(), name));
            if (isMeta(name) && isOwn) {
                put(meta, name.substring(META.length()), line, name);
            }
        }
        return meta;
    }

    private static boolean isMeta(String name) {
        return name.length() > META.length() && name.regionMatches(true, 0, META, 0, META.length());
    }

    /** What the settings speak of must be there, as in a table: a name that is misspelt is not an empty cell. */
    private List<Problem> unfit(ObjectNode line) {
        List<Problem> unfit = new ArrayList<>();
        for (String name : wanted) {
            Optional<String> key = key(line, name);
            if (key.isEmpty()) {
                unfit.add(problem("{{" + name + "}} is no field of the line" + fieldsOf(line)));
            } else if (line.path(key.get()).isContainerNode()) {
                unfit.add(
                        problem("{{" + name + "}} must be a text, a number or true or false, not a list or an object"));
            }
        }
        settings.columns().forEach((ours, theirs) -> {
            boolean isRead = isMeta(ours) || ROW.contains(ours);
            if (isRead && key(line, theirs).isEmpty()) {
                unfit.add(problem("columns: '" + ours + "' is said to be the field '" + theirs
                        + "', which is no field of the line" + fieldsOf(line)));
            }
        });
        return unfit;
    }

    private static Problem problem(String detail) {
        return Problem.at("", Reason.INVALID_REQUEST, detail);
    }

    private static String fieldsOf(ObjectNode line) {
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        return ", which has: " + String.join(", ", names)
                + ". Correct the name; a field without a value must be there, too, as null";
    }

    private String theirs(String ours) {
        return settings.columns().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(ours))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ours);
    }

    /** Puts a field's value; nothing for an empty one, and what is no text as it is, so that the door names it. */
    private static void put(ObjectNode target, String name, ObjectNode line, String field) {
        JsonNode value = line.path(key(line, field).orElse(field));
        if (value.isContainerNode()) {
            target.set(name, value);
        } else if (!text(line, field).isBlank()) {
            target.put(name, text(line, field));
        }
    }

    /** A field's text; empty for none. */
    private static String text(ObjectNode line, String name) {
        JsonNode value = line.path(key(line, name).orElse(name));
        return value.isNull() ? "" : value.asText();
    }

    /** What a field is called in the line. */
    private static Optional<String> key(ObjectNode line, String name) {
        if (line.has(name)) {
            return Optional.of(name);
        }
        return line.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> isSame(key, name))
                .findFirst();
    }

    private static boolean isSame(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }
}
