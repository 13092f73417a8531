package dev.tandem.lint;

import java.util.Locale;
import java.util.Set;

/** The library of every language and data format is there: the schema knows many that are not part of the engine. */
final class LibraryRule implements Rule {

    private static final Set<String> LANGUAGES = Set.of(
            "csimple",
            "datasonnet",
            "groovy",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "mvel",
            "ognl",
            "python",
            "spel",
            "wasm",
            "xpath",
            "xquery");
    private static final Set<String> FORMAT_STEPS = Set.of("marshal", "unmarshal");
    private static final Set<String> NO_FORMAT = Set.of(
            "id", "description", "disabled", "note", "variableSend", "variableReceive", "allowNullBody", "custom");

    private final Set<String> languages = ClassPathNames.of("language");
    private final Set<String> formats = ClassPathNames.of("dataformat");

    @Override
    public String name() {
        return "library";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.units().flatMap(Unit::language).forEach(node -> checkNode(node, report));
    }

    private void checkNode(YamlNode node, Report report) {
        if (LANGUAGES.contains(node.key()) && !languages.contains(node.key())) {
            report.at(node, "the language '" + node.key() + "' is not part of the engine; use simple or a bean");
        }
        YamlNode parent = node.parent();
        boolean isFormat = parent != null && FORMAT_STEPS.contains(parent.key()) && !NO_FORMAT.contains(node.key());
        if (isFormat && !formats.contains(service(node))) {
            report.at(node, "the data format '" + node.key() + "' is not part of the engine; use json or a bean");
        }
    }

    /** The format's name in its jar: {@code json} is written by one of several libraries. */
    private static String service(YamlNode format) {
        if (!format.key().equals("json")) {
            return format.key();
        }
        String library = format.text("library");
        return library == null ? "jackson" : library.toLowerCase(Locale.ROOT);
    }
}
