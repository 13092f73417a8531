package dev.tandem.lint;

import java.util.Set;

/** Every step that works on an expression has one. The schema lets it be left out, the route then fails at start. */
final class ExpressionRule implements Rule {

    private static final Set<String> STEPS = Set.of(
            "delay",
            "dynamicRouter",
            "enrich",
            "filter",
            "idempotentConsumer",
            "loop",
            "pollEnrich",
            "recipientList",
            "routingSlip",
            "script",
            "setBody",
            "setHeader",
            "setProperty",
            "setVariable",
            "sort",
            "split",
            "throttle",
            "transform",
            "validate");
    private static final Set<String> LISTS = Set.of("when", "headers", "variables");
    private static final Set<String> EXPRESSIONS = Set.of(
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "expression",
            "groovy",
            "header",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "language",
            "method",
            "mvel",
            "ognl",
            "python",
            "ref",
            "simple",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");

    @Override
    public String name() {
        return "expression";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.units()
                .flatMap(Unit::language)
                .filter(ExpressionRule::needsExpression)
                .filter(node -> node.children().stream().noneMatch(child -> EXPRESSIONS.contains(child.key())))
                .forEach(node -> report.at(
                        node, "'" + label(node) + "' has no expression; add one, such as simple or constant"));
    }

    private static boolean needsExpression(YamlNode node) {
        YamlNode parent = node.parent();
        if (parent == null || node.text() != null) {
            return false;
        }
        return isItem(node) ? LISTS.contains(parent.key()) : STEPS.contains(node.key()) && isItem(parent);
    }

    private static boolean isItem(YamlNode node) {
        YamlNode parent = node.parent();
        return parent != null && parent.kind() == YamlNode.Kind.LIST;
    }

    private static String label(YamlNode node) {
        YamlNode parent = node.parent();
        return parent != null && isItem(node) ? parent.key() : node.key();
    }
}
