package dev.tandem.lint;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Every {@code {{property}}} and {@code ${properties:name}} without a default is known: else the engine does not start. */
final class PropertyRule implements Rule {

    // These ask something else than the configuration; what they find differs from machine to machine.
    private static final Pattern ELSEWHERE = Pattern.compile("(env|sys|service(\\.name|\\.host|\\.port)?|bean):.*");
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{properties(?:Exist)?:([^:}]+)}");

    private final KnownProperties known;

    PropertyRule(KnownProperties known) {
        this.known = known;
    }

    @Override
    public String name() {
        return "property";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.units().forEach(unit -> {
            Set<String> local = local(unit);
            unit.body().descendants().forEach(node -> checkNode(node, local, report));
        });
    }

    private void checkNode(YamlNode node, Set<String> local, Report report) {
        String text = node.text();
        if (text == null) {
            return;
        }
        Placeholders.in(text).stream()
                .filter(name -> !ELSEWHERE.matcher(name).matches())
                .filter(name -> !name.contains(":") && !name.startsWith("?"))
                .map(name -> name.startsWith("!") ? name.substring(1) : name)
                .filter(name -> !local.contains(name))
                .forEach(name -> checkName(name, node, report));
        IN_SIMPLE.matcher(text).results().forEach(match -> checkName(match.group(1), node, report));
    }

    private void checkName(String name, YamlNode node, Report report) {
        if (known.has(name)) {
            return;
        }
        String hint = known.canonical(name)
                .map(written -> "; Spring finds it only as '" + written + "'")
                .orElseGet(() -> Nearest.hint(name, known.names()));
        report.at(
                node,
                "the property '" + name + "' is not known"
                        + (hint.isEmpty() ? "; set it in config/application.yaml or give a default" : hint));
    }

    private static Set<String> local(Unit unit) {
        Set<String> names = new HashSet<>();
        if (unit.isTemplate()) {
            for (String list : new String[] {"parameters", "beans"}) {
                YamlNode declared = unit.body().get(list);
                if (declared != null) {
                    declared.children().forEach(item -> names.add(String.valueOf(item.text("name"))));
                }
            }
        }
        return names;
    }
}
