package dev.tandem.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A templated route names a template that exists, gives it what it needs, and nothing it does not know. */
final class TemplateRule implements Rule {

    @Override
    public String name() {
        return "template";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        Map<String, Unit> templates = new LinkedHashMap<>();
        routes.units().filter(Unit::isTemplate).forEach(unit -> templates.put(String.valueOf(unit.id()), unit));
        routes.units()
                .filter(unit -> unit.kind().equals("templatedRoute"))
                .forEach(unit -> check(unit.body(), templates, report));
    }

    private static void check(YamlNode use, Map<String, Unit> templates, Report report) {
        String name = use.text("routeTemplateRef");
        if (name == null) {
            return;
        }
        Unit template = templates.get(name);
        if (template == null) {
            report.at(use, "there is no route template '" + name + "'" + Nearest.hint(name, templates.keySet()));
            return;
        }
        List<YamlNode> declared = items(template.body(), "parameters").toList();
        Set<String> known = names(declared.stream());
        items(use, "parameters").forEach(given -> {
            String parameter = String.valueOf(given.text("name"));
            if (!known.contains(parameter)) {
                report.at(
                        given,
                        "the template '" + name + "' has no parameter '" + parameter + "'"
                                + Nearest.hint(parameter, known));
            }
        });
        Set<String> given = names(items(use, "parameters"));
        declared.stream()
                .filter(TemplateRule::isRequired)
                .map(parameter -> String.valueOf(parameter.text("name")))
                .filter(parameter -> !given.contains(parameter))
                .forEach(parameter ->
                        report.at(use, "the template '" + name + "' needs the parameter '" + parameter + "'; add it"));
    }

    private static boolean isRequired(YamlNode parameter) {
        return parameter.get("defaultValue") == null && !"false".equals(parameter.text("required"));
    }

    private static Set<String> names(Stream<YamlNode> parameters) {
        return parameters
                .map(parameter -> String.valueOf(parameter.text("name")))
                .collect(Collectors.toSet());
    }

    private static Stream<YamlNode> items(YamlNode unit, String key) {
        YamlNode list = unit.get(key);
        return list == null ? Stream.empty() : list.children().stream();
    }
}
