package dev.tandem.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.send.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The columns of a campaign table, and what their cells say as a send request. An empty cell says nothing. Immutable and
 * thread-safe.
 */
final class RowColumns {

    private static final Set<String> PLAIN =
            Set.of("to", "id", "from", "template", "language", "text", "header", "media", "notbefore", "expiresat");
    /** Those of them that say nothing of the content. */
    private static final Set<String> ROW = Set.of("to", "id", "from", "notbefore", "expiresat");

    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, Integer> plain = new LinkedHashMap<>();
    private final TreeMap<Integer, Integer> positional = new TreeMap<>();
    private final Map<String, Integer> named = new LinkedHashMap<>();
    private final TreeMap<Integer, Integer> buttons = new TreeMap<>();
    private final Map<String, Integer> metadata = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final CampaignSettings settings;
    private final RowContent content;

    /** Every column under its own name in lower case, for placeholders. */
    private final Map<String, Integer> byName = new HashMap<>();

    private RowColumns(CampaignSettings settings) {
        this.settings = settings;
        this.content = new RowContent(settings);
    }

    /**
     * Reads the header line.
     *
     * @throws BadCampaignFile with everything that is wrong with it
     */
    static RowColumns of(List<String> header, CampaignSettings settings) throws BadCampaignFile {
        RowColumns columns = new RowColumns(settings);
        Map<String, String> renamed = columns.renamed(header);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).strip();
            if (name.isEmpty()) {
                continue;
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                columns.faults.add("The column '" + name + "' is there twice. Remove or rename one of them.");
            }
            columns.byName.putIfAbsent(name.toLowerCase(Locale.ROOT), i);
            String ours = renamed.getOrDefault(name.toLowerCase(Locale.ROOT), name);
            // A column that another one stands in for is free.
            boolean isReplaced = ours.equals(name) && renamed.values().stream().anyMatch(name::equalsIgnoreCase);
            if (!isReplaced) {
                columns.add(ours, i);
            }
        }
        columns.checkTogether();
        columns.checkNamed(header);
        if (!columns.faults.isEmpty()) {
            throw new BadCampaignFile(columns.faults);
        }
        return columns;
    }

    /** Which of our columns a column of the file is, by the settings; the file's in lower case. */
    private Map<String, String> renamed(List<String> header) {
        Map<String, String> renamed = new HashMap<>();
        settings.columns().forEach((ours, theirs) -> {
            String lower = theirs.strip().toLowerCase(Locale.ROOT);
            if (header.stream()
                    .noneMatch(name -> name.strip().toLowerCase(Locale.ROOT).equals(lower))) {
                faults.add("columns: '" + ours + "' is said to be the column '" + theirs + "', and there is none. "
                        + columnsOf(header));
            } else if (isFree(ours.toLowerCase(Locale.ROOT))) {
                faults.add("columns: '" + ours + "' is content, and the settings have that for all rows. Write {{"
                        + theirs + "}} into their template or message where the cell belongs, or leave these out.");
            } else if (renamed.put(lower, ours) != null) {
                faults.add("columns: the column '" + theirs + "' is said to be two of ours. Name each once.");
            }
        });
        return renamed;
    }

    private static String columnsOf(List<String> header) {
        return "The file has: "
                + String.join(
                        ", ", header.stream().filter(name -> !name.isBlank()).toList()) + ".";
    }

    /** The columns that the settings speak of must be there. */
    private void checkNamed(List<String> header) {
        for (String wanted : content.wanted()) {
            if (!byName.containsKey(wanted.toLowerCase(Locale.ROOT))) {
                faults.add("{{" + wanted + "}} is no column of the file. " + columnsOf(header));
            }
        }
        String optIn = settings.optInColumn();
        if (optIn != null && !byName.containsKey(optIn.strip().toLowerCase(Locale.ROOT))) {
            faults.add("optInColumn: there is no column '" + optIn + "'. " + columnsOf(header));
        }
    }

    /** With a template or message for all rows, the columns with content are free for its placeholders. */
    private boolean isFree(String lower) {
        boolean ofTheRow = ROW.contains(lower) || lower.startsWith("meta.");
        return settings.hasContent() && !ofTheRow;
    }

    private void add(String name, int index) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (isFree(lower)) {
            return;
        }
        if (PLAIN.contains(lower)) {
            plain.put(lower, index);
        } else if (lower.matches("body\\.[1-9][0-9]?")) {
            positional.put(Integer.valueOf(lower.substring("body.".length())), index);
        } else if (lower.matches("body\\.[a-z][a-z0-9_]*")) {
            named.put(name.substring("body.".length()), index);
        } else if (lower.matches("button\\.[0-9]")) {
            buttons.put(Integer.valueOf(lower.substring("button.".length())), index);
        } else if (lower.startsWith("meta.") && lower.length() > "meta.".length()) {
            metadata.put(name.substring("meta.".length()), index);
        } else if (!settings.isGiven()) {
            faults.add("The column '" + name + "' is unknown. Columns are: to, id, from, template, language, text,"
                    + " header, body.1 to body.99 or body.<name>, button.0 to button.9, media, notBefore, expiresAt,"
                    + " meta.<name>. To carry a value of your own along, call it 'meta." + name
                    + "'; to use it in a text,"
                    + " lay a NAME" + SettingsFile.SUFFIX + " beside the file.");
        }
    }

    private void checkTogether() {
        // One that the settings call by another name was missed already.
        if (!plain.containsKey("to") && !settings.columns().containsKey("to")) {
            faults.add("There is no column 'to'"
                    + (settings.isGiven() ? ", and 'columns' names none for it" : "")
                    + ". The first line must name the columns; 'to' has the phone numbers with"
                    + " country code, as in +49 170 1234567.");
        }
        if (settings.hasContent()) {
            return;
        }
        if (!plain.containsKey("template") && !plain.containsKey("text") && !plain.containsKey("media")) {
            faults.add("There is nothing to send: add a column 'template' (with 'language'), 'text' or 'media'.");
        }
        if (plain.containsKey("template") && !plain.containsKey("language")) {
            faults.add("A template needs its language: add a column 'language', as in en_US.");
        }
        if (!positional.isEmpty() && !named.isEmpty()) {
            faults.add("body.1 and body.<name> cannot stand together: a template's parameters either have numbers or"
                    + " names.");
        }
        if (!positional.isEmpty() && positional.lastKey() != positional.size()) {
            faults.add("The columns body.1 to body." + positional.lastKey() + " have a gap: there are only "
                    + positional.size() + " of them.");
        }
    }

    /**
     * What a row asks for.
     *
     * @param problems gets what is wrong with its cells
     */
    ObjectNode request(List<String> cells, List<Problem> problems) {
        ObjectNode request = JSON.objectNode();
        String to = plain(cells, "to");
        if (USER_ID.matcher(to).matches()) {
            request.putObject("to").put("userId", to);
        } else {
            putIfPresent(request, "to", to);
        }
        putIfPresent(request, "id", plain(cells, "id"));
        putIfPresent(request, "from", plain(cells, "from"));
        putIfPresent(request, "notBefore", plain(cells, "notbefore"));
        putIfPresent(request, "expiresAt", plain(cells, "expiresat"));
        UnaryOperator<String> named =
                name -> cell(cells, byName.get(name.strip().toLowerCase(Locale.ROOT)));
        content.fill(request, named, problems);
        content.checkOptIn(named, problems);
        boolean template = !plain(cells, "template").isEmpty();
        if (template) {
            request.set("template", template(cells));
        }
        String text = cell(cells, plain.get("text"));
        String media = plain(cells, "media");
        if (!text.isBlank() || (!media.isEmpty() && !template)) {
            request.set(
                    "message", media.isEmpty() ? text(text) : Media.of(media).message(text));
        }
        ObjectNode meta = JSON.objectNode();
        metadata.forEach((name, index) -> putIfPresent(meta, name, cell(cells, index)));
        if (!meta.isEmpty()) {
            request.set("metadata", meta);
        }
        return settings.completed(request);
    }

    private static ObjectNode text(String text) {
        ObjectNode message = JSON.objectNode().put("type", "text");
        message.putObject("text").put("body", text);
        return message;
    }

    private ObjectNode template(List<String> cells) {
        ObjectNode template = JSON.objectNode().put("name", plain(cells, "template"));
        putIfPresent(template, "language", plain(cells, "language"));
        ObjectNode parameters = JSON.objectNode();
        String media = plain(cells, "media");
        if (!media.isEmpty()) {
            parameters.set("header", Media.of(media).parameter());
        } else {
            putIfPresent(parameters, "header", cell(cells, plain.get("header")));
        }
        body(cells, parameters);
        ObjectNode buttonValues = JSON.objectNode();
        buttons.forEach((number, index) -> putIfPresent(buttonValues, number.toString(), cell(cells, index)));
        if (!buttonValues.isEmpty()) {
            parameters.set("buttons", buttonValues);
        }
        if (!parameters.isEmpty()) {
            template.set("parameters", parameters);
        }
        return template;
    }

    private void body(List<String> cells, ObjectNode parameters) {
        List<String> values = new ArrayList<>();
        positional.values().forEach(index -> values.add(cell(cells, index)));
        // A template with fewer parameters than another one in the same file leaves its last cells empty.
        while (!values.isEmpty() && values.get(values.size() - 1).isBlank()) {
            values.remove(values.size() - 1);
        }
        if (!values.isEmpty()) {
            values.forEach(parameters.withArray("body")::add);
        }
        ObjectNode byName = JSON.objectNode();
        named.forEach((name, index) -> putIfPresent(byName, name, cell(cells, index)));
        if (!byName.isEmpty()) {
            parameters.set("body", byName);
        }
    }

    private String plain(List<String> cells, String name) {
        return cell(cells, plain.get(name)).strip();
    }

    private static String cell(List<String> cells, @org.jspecify.annotations.Nullable Integer index) {
        return index == null || index >= cells.size() ? "" : cells.get(index);
    }

    private static void putIfPresent(ObjectNode node, String name, String value) {
        if (!value.isBlank()) {
            node.put(name, value);
        }
    }
}
