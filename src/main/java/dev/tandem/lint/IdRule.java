package dev.tandem.lint;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every route has an id, and no id of a route or step is given twice in the whole folder. */
final class IdRule implements Rule {

    private static final Set<String> ID_KEYS = Set.of("id", "routeId");

    @Override
    public String name() {
        return "id";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.routes()
                .filter(route -> route.id() == null)
                .forEach(route -> report.at(route.body(), "the " + route.noun() + " has no id; give it one"));

        Map<String, YamlNode> owners = new HashMap<>();
        routes.units().flatMap(IdRule::ids).forEach(id -> {
            YamlNode first = owners.putIfAbsent(String.valueOf(id.text()), id);
            if (first != null) {
                report.at(
                        id,
                        "the id '" + id.text() + "' is taken by " + first.file() + ":" + first.line()
                                + "; choose another");
            }
        });
    }

    private static Stream<YamlNode> ids(Unit unit) {
        // An id with a placeholder differs in every route of its template.
        return unit.language()
                .filter(node -> ID_KEYS.contains(node.key()))
                .filter(node -> node.text() != null && !Placeholders.isIn(String.valueOf(node.text())));
    }
}
