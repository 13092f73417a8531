package dev.tandem.lint;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/** Every expression in Camel's simple language can be parsed: a mistyped function else fails when the route starts. */
final class SimpleRule implements Rule {

    private static final Pattern BEAN = Pattern.compile("\\$\\{bean:[^{}]+(?:\\$\\{[^{}]*}[^{}]*)*}");
    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "completionPredicate", "retryWhile", "handled", "continued");

    private final CamelContext context;
    private final Language simple;

    /** Parses in a context that need not be started. */
    SimpleRule(CamelContext context) {
        this.context = context;
        this.simple = context.resolveLanguage("simple");
    }

    @Override
    public String name() {
        return "simple";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.units().flatMap(Unit::language).forEach(node -> {
            String text = text(node);
            if (text != null) {
                checkText(text, node, report);
            }
        });
    }

    private static @Nullable String text(YamlNode node) {
        boolean isMap = node.kind() == YamlNode.Kind.MAP;
        return switch (node.key()) {
            case "simple" -> isMap ? node.text("expression") : node.text();
            case "log" -> isMap ? node.text("message") : node.text();
            case "toD" -> isMap ? node.text("uri") : node.text();
            default -> null;
        };
    }

    private void checkText(String text, YamlNode node, Report report) {
        if (text.startsWith("{{") && text.endsWith("}}")) {
            return;
        }
        // Beans are the bean rule's, values of properties are not known here: both get a stand-in that parses.
        String plain = BEAN.matcher(Placeholders.replace(text, "1")).replaceAll("\\${body}");
        try {
            if (isCondition(node)) {
                simple.createPredicate(plain).init(context);
            } else {
                simple.createExpression(plain).init(context);
            }
        } catch (RuntimeCamelException e) {
            report.at(
                    node,
                    "cannot be parsed: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static boolean isCondition(YamlNode node) {
        YamlNode holder = node.parent();
        if (holder != null && holder.key().equals("expression")) {
            holder = holder.parent();
        }
        if (holder == null || !node.key().equals("simple")) {
            return false;
        }
        YamlNode list = holder.parent();
        boolean inWhenList = list != null && list.key().equals("when");
        return CONDITIONS.contains(holder.key()) || inWhenList;
    }
}
