package dev.tandem.campaign;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.send.Problem;
import dev.tandem.send.RequestSchema;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads {@code NAME.campaign.yaml}. Its form is campaign-settings.schema.json; every fault is told at once, and a file with a
 * fault is used for nothing. Thread-safe.
 */
public final class SettingsFile {

    /** What comes behind the name of the file it is for. */
    public static final String SUFFIX = ".campaign.yaml";

    private static final long LARGEST = 200_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The schema's words for a key that it does not know. */
    private static final Pattern UNKNOWN = Pattern.compile("is not defined in the schema|name is not valid");

    private static final Map<String, String> KNOWN = Map.of(
            "",
            "number, template, message, columns, start, end, quietHours, paceShare, stop, optInColumn, dryRun, resend,"
                    + " mode",
            "template",
            "name, language, parameters, components",
            "quietHours",
            "from, to",
            "stop",
            "failureShare, failureMinimum, quality, template, unlinked",
            "columns",
            "to, id, from, template, language, text, header, media, notBefore, expiresAt, body.1 to body.99 or"
                    + " body.<name>, button.0 to button.9, meta.<name>");

    /** What to write where the schema's words help nobody. */
    private static final Map<String, String> WRITE = Map.ofEntries(
            entry("number", "put it in quotes, as in \"+49 30 1234567\""),
            entry("template", "give either parameters or components, and not both"),
            entry("start", "write the date and time with its zone, as in 2026-03-28T09:00:00+01:00"),
            entry("end", "write the date and time with its zone, as in 2026-03-28T18:00:00+01:00"),
            entry("quietHours.from", "write the time of day with four digits, as in 21:00"),
            entry("quietHours.to", "write the time of day with four digits, as in 08:00"),
            entry("paceShare", "write a share above 0 and at most 1, as in 0.5"),
            entry("stop.failureShare", "write a share above 0 and at most 1, as in 0.2, or off"),
            entry("stop.failureMinimum", "write a whole number from 1 on"),
            entry("stop.quality", "write true or false"),
            entry("stop.template", "write true or false"),
            entry("stop.unlinked", "write true or false"),
            entry("dryRun", "write true or false"),
            entry("resend", "write true or false"),
            entry("mode", "write at-once, approval, or {below-bad-share: 0.05} with a share above 0 and at most 1"));

    private final RequestSchema schema;

    /** @param schema that of the settings, from the file that the teams read as well */
    public SettingsFile(RequestSchema schema) {
        this.schema = schema;
    }

    /**
     * Reads the settings.
     *
     * @return {@link CampaignSettings#NONE} when there is no such file
     * @throws BadCampaignFile with everything that is wrong, a line for each
     */
    CampaignSettings read(Path file, Instant now) throws IOException, BadCampaignFile {
        if (!Files.exists(file)) {
            return CampaignSettings.NONE;
        }
        String name = String.valueOf(file.getFileName());
        if (Files.size(file) > LARGEST) {
            throw new BadCampaignFile(name + " is larger than " + LARGEST + " bytes: it can be no file with settings.");
        }
        JsonNode settings = JSON.valueToTree(load(file, name));
        Set<String> faults = new LinkedHashSet<>();
        schema.problems(settings).forEach(problem -> faults.add(name + ": " + words(problem)));
        if (faults.isEmpty()) {
            check(settings, now).forEach(fault -> faults.add(name + ": " + fault));
        }
        if (!faults.isEmpty()) {
            throw new BadCampaignFile(List.copyOf(faults));
        }
        return CampaignSettings.parse(settings.toString());
    }

    private static Map<?, ?> load(Path file, String name) throws IOException, BadCampaignFile {
        try {
            // Maps as keys are let through here, to be told in words below.
            Object root = new Load(LoadSettings.builder()
                            .setLabel(name)
                            .setAllowNonScalarKeys(true)
                            .build())
                    .loadFromString(withoutMark(Files.readString(file)));
            if (root == null) {
                return Map.of();
            }
            if (!(root instanceof Map<?, ?> map)) {
                throw new BadCampaignFile(name + ": it must have lines like 'number: berlin'.");
            }
            checkKeys(map, name);
            return map;
        } catch (YamlEngineException e) {
            throw new BadCampaignFile(
                    name + " is no YAML: " + String.valueOf(e.getMessage()).strip(), e);
        } catch (CharacterCodingException e) {
            throw new BadCampaignFile(name + " is not in UTF-8. Save it as UTF-8.", e);
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** What {@code {{column}}} without quotes is to YAML: a map whose key is a map. */
    private static void checkKeys(@Nullable Object value, String name) throws BadCampaignFile {
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (entry.getKey() instanceof Map || entry.getKey() == null) {
                    throw new BadCampaignFile(name
                            + ": a text that begins with {{column}} must stand in quotes, as in \"{{First name}}\".");
                }
                checkKeys(entry.getValue(), name);
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                checkKeys(item, name);
            }
        }
    }

    private static String words(Problem problem) {
        String field = problem.field();
        if (field.equals("mode") || field.startsWith("mode.")) {
            // The schema tells of each of the ways that it is not.
            return "mode: " + WRITE.get("mode") + ".";
        }
        String detail = problem.cause().detail();
        if (UNKNOWN.matcher(detail).find()) {
            return unknown(field);
        }
        boolean isMissing = detail.startsWith("required ");
        String words = isMissing ? detail : WRITE.getOrDefault(field, detail);
        return (field.isEmpty() ? "" : field + ": ") + words + ".";
    }

    private static String unknown(String field) {
        String key = field;
        String parent = "";
        for (String known : KNOWN.keySet()) {
            if (!known.isEmpty() && field.startsWith(known + ".")) {
                parent = known;
                key = field.substring(known.length() + 1);
            }
        }
        return "'" + key + "' is unknown" + (parent.isEmpty() ? "" : " in '" + parent + "'") + ". Known are: "
                + KNOWN.get(parent) + ".";
    }

    private static List<String> check(JsonNode json, Instant now) {
        List<String> faults = new ArrayList<>();
        JsonNode quiet = json.path("quietHours");
        if (quiet.isObject() && quiet.path("from").equals(quiet.path("to"))) {
            faults.add("quietHours: from and to must differ; leave both out for no quiet hours.");
            return faults;
        }
        CampaignSettings settings = CampaignSettings.parse(json.toString());
        Instant start = settings.start();
        Instant end = settings.end();
        if (end != null && !end.isAfter(now)) {
            faults.add("end: this time is over already.");
        } else if (start != null && end != null && !end.isAfter(start)) {
            faults.add("end: it must be later than start.");
        }
        return faults;
    }
}
