package dev.tandem.lint;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the endpoints that a unit names, wherever Camel's YAML lets one stand. */
final class Endpoints {

    private static final Set<String> STEPS = Set.of("to", "toD", "wireTap", "poll", "compensation", "completion");
    private static final Set<String> BY_EXPRESSION = Set.of("recipientList", "routingSlip", "enrich", "pollEnrich");

    private Endpoints() {}

    /** The endpoints of a unit in the order of the file. */
    static Stream<Endpoint> of(Unit unit) {
        YamlNode from = unit.from();
        return unit.language().flatMap(node -> at(unit, node, node == from));
    }

    private static Stream<Endpoint> at(Unit unit, YamlNode node, boolean consumer) {
        if (consumer || STEPS.contains(node.key())) {
            String uri = node.kind() == YamlNode.Kind.MAP ? node.text("uri") : node.text();
            return uri == null
                    ? Stream.empty()
                    : Stream.of(new Endpoint(unit, node, uri.strip(), node.get("parameters"), consumer));
        }
        String text = node.key().equals("deadLetterUri") ? node.text() : null;
        if (BY_EXPRESSION.contains(node.key())) {
            text = expression(node);
        }
        // A list of recipients is separated by commas; commas inside an expression end in the dynamic ones anyway.
        return text == null
                ? Stream.empty()
                : Arrays.stream(text.split(","))
                        .map(uri -> new Endpoint(unit, node, uri.strip(), null, false))
                        .filter(endpoint ->
                                endpoint.scheme() != null && endpoint.uri().contains(":"));
    }

    /** The text of a constant or simple expression, the only two that can name an endpoint before the route runs. */
    private static @Nullable String expression(YamlNode step) {
        YamlNode wrapped = step.get("expression");
        YamlNode holder = wrapped != null && wrapped.kind() == YamlNode.Kind.MAP ? wrapped : step;
        for (String language : new String[] {"constant", "simple"}) {
            YamlNode node = holder.get(language);
            if (node != null) {
                return node.kind() == YamlNode.Kind.MAP ? node.text("expression") : node.text();
            }
        }
        return null;
    }
}
