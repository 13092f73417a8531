package dev.tandem.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Reason;
import dev.tandem.send.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Template and message of all rows, in which each row's cells stand for {@code {{column}}}. Immutable and thread-safe. */
final class RowContent {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");
    private static final Set<String> YES = Set.of("yes", "y", "true", "1", "x", "ja", "j", "oui", "si", "sí", "sim");

    private final CampaignSettings settings;

    RowContent(CampaignSettings settings) {
        this.settings = settings;
    }

    /** The columns that it wants to be filled from. */
    Set<String> wanted() {
        Set<String> wanted = new TreeSet<>();
        collect(settings.template(), wanted);
        collect(settings.message(), wanted);
        return wanted;
    }

    private static void collect(@Nullable JsonNode node, Set<String> wanted) {
        if (node != null && node.isTextual()) {
            PLACE.matcher(node.textValue()).results().forEach(match -> wanted.add(match.group(1)));
        } else if (node != null) {
            node.forEach(child -> collect(child, wanted));
        }
    }

    /**
     * Fills template and message into a request.
     *
     * @param cells the row's cell by its column's name, empty for an empty one
     * @param problems gets what comes out empty
     */
    void fill(ObjectNode request, UnaryOperator<String> cells, List<Problem> problems) {
        JsonNode template = settings.template();
        if (template != null) {
            request.set("template", filled(template, "template", cells, problems));
        }
        JsonNode message = settings.message();
        if (message != null) {
            request.set("message", filled(message, "message", cells, problems));
        }
    }

    private static JsonNode filled(JsonNode node, String path, UnaryOperator<String> cells, List<Problem> problems) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(filled(node.textValue(), path, cells, problems));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> copy.set(
                            field.getKey(), filled(field.getValue(), path + '.' + field.getKey(), cells, problems)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(filled(array.get(i), path + '[' + i + ']', cells, problems));
            }
            return copy;
        }
        return node;
    }

    private static String filled(String text, String path, UnaryOperator<String> cells, List<Problem> problems) {
        Matcher matcher = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(cells.apply(last)));
        }
        matcher.appendTail(filled);
        if (!last.isEmpty() && filled.toString().isBlank()) {
            problems.add(Problem.at(
                    path, Reason.INVALID_REQUEST, "it comes out empty, because the cell '" + last + "' is empty"));
        }
        return filled.toString();
    }

    /** Asks the column that must say yes; whatever else stands there is a no. */
    void checkOptIn(UnaryOperator<String> cells, List<Problem> problems) {
        String column = settings.optInColumn();
        if (column == null) {
            return;
        }
        String said = cells.apply(column).strip();
        if (!YES.contains(said.toLowerCase(Locale.ROOT))) {
            problems.add(Problem.at(
                    "",
                    Reason.NO_OPT_IN,
                    "the column '" + column + "' says '" + said
                            + "', and only yes, y, true, 1, x, ja, j, oui, si and sim are an opt-in"));
        }
    }
}
