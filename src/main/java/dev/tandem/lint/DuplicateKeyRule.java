package dev.tandem.lint;

import java.util.HashSet;
import java.util.Set;

/** No key stands twice in one map: Camel would take the last one and say nothing. */
final class DuplicateKeyRule implements Rule {

    @Override
    public String name() {
        return "duplicate-key";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.files().stream()
                .flatMap(file -> file.root().descendants())
                .filter(node -> node.kind() == YamlNode.Kind.MAP)
                .forEach(map -> checkMap(map, report));
    }

    private static void checkMap(YamlNode map, Report report) {
        Set<String> seen = new HashSet<>();
        for (YamlNode entry : map.children()) {
            if (!seen.add(entry.key())) {
                report.at(entry, "'" + entry.key() + "' stands twice here; only the last one would count");
            }
        }
    }
}
