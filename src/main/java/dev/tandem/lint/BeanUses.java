package dev.tandem.lint;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds every place where a unit names a bean: steps, expressions, endpoints, options. */
final class BeanUses {

    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{bean:([^{}]+(?:\\$\\{[^{}]*}[^{}]*)*)}");
    // As a whole value or in a URI's query; a lone #name, so that a heading or a colour in a text is none
    private static final Pattern HASH_REFERENCE =
            Pattern.compile("(?:^|[?&][\\w.]+=)#(bean:|class:|type:)?([A-Za-z_][\\w.$-]*)(?=$|&)");
    // The value is the name of a bean, with or without the mark # in front
    private static final Set<String> REFERENCES =
            Set.of("aggregationStrategy", "aggregationRepository", "idempotentRepository", "onPrepare");
    private static final Set<String> WITH_REF =
            Set.of("process", "transacted", "policy", "customLoadBalancer", "refErrorHandler");
    // These end like the name of a bean and may be something else: a template, a profile of threads
    private static final Set<String> NO_REFERENCES = Set.of("routeTemplateRef", "executorServiceRef");

    private BeanUses() {}

    static Stream<BeanUse> of(Unit unit) {
        return Stream.of(
                        unit.language().flatMap(BeanUses::inStep),
                        Endpoints.of(unit).flatMap(BeanUses::inEndpoint),
                        unit.body().descendants().flatMap(BeanUses::inText))
                .flatMap(uses -> uses);
    }

    private static Stream<BeanUse> inStep(YamlNode node) {
        if (node.key().equals("bean") || node.key().equals("method")) {
            return call(node);
        }
        YamlNode parent = node.parent();
        String text = node.text();
        boolean isException = node.key().equals("exceptionType")
                || (parent != null && parent.key().equals("exception"));
        if (isException && text != null && !Placeholders.isIn(text)) {
            return Stream.of(new BeanUse(node, null, text, null, false));
        }
        boolean isNamedRef = node.key().endsWith("Ref") && !NO_REFERENCES.contains(node.key());
        if (isNamedRef || REFERENCES.contains(node.key())) {
            return reference(node);
        }
        boolean isRef = node.key().equals("ref") && parent != null && WITH_REF.contains(parent.key());
        return isRef ? reference(node) : Stream.empty();
    }

    /** The step {@code bean} and the expression {@code method}, each as a text or as a map. */
    private static Stream<BeanUse> call(YamlNode node) {
        String text = node.text();
        if (text != null) {
            YamlNode parent = node.parent();
            boolean partOfCall = parent != null && (parent.get("ref") != null || parent.get("beanType") != null);
            return partOfCall || Placeholders.isIn(text) ? Stream.empty() : Stream.of(BeanUse.expression(node, text));
        }
        YamlNode ref = node.get("ref");
        YamlNode type = node.get("beanType");
        if (ref == null && type == null) {
            return Stream.empty();
        }
        String bean = ref == null ? null : ref.text();
        String className = type == null || bean != null ? null : type.text();
        return Stream.of(new BeanUse(ref == null ? node : ref, strip(bean), className, node.text("method"), true));
    }

    private static Stream<BeanUse> inEndpoint(Endpoint endpoint) {
        YamlNode parameters = endpoint.parameters();
        String path = endpoint.path();
        if (endpoint.is("bean") || endpoint.is("class")) {
            String name = path.isEmpty() && parameters != null ? parameters.text("beanName") : path;
            String method = parameters == null ? null : parameters.text("method");
            if (method == null && endpoint.uri().contains("method=")) {
                method = endpoint.uri().replaceFirst(".*[?&]method=", "").replaceFirst("&.*", "");
            }
            boolean isBean = endpoint.is("bean");
            return name == null
                    ? Stream.empty()
                    : Stream.of(
                            new BeanUse(endpoint.place(), isBean ? name : null, isBean ? null : name, method, true));
        }
        if (endpoint.is("jdbc")) {
            String source = path.isEmpty() && parameters != null ? parameters.text("dataSourceName") : path;
            return source == null || source.equals("default") || source.equals("dataSource")
                    ? Stream.empty()
                    : Stream.of(BeanUse.reference(endpoint.place(), source));
        }
        return Stream.empty();
    }

    /** {@code ${bean:…}} in any text, and {@code #name} as an option's value. */
    private static Stream<BeanUse> inText(YamlNode node) {
        String text = node.text();
        if (text == null) {
            return Stream.empty();
        }
        Stream<BeanUse> calls =
                IN_SIMPLE.matcher(text).results().map(match -> BeanUse.expression(node, match.group(1)));
        return Stream.concat(calls, HASH_REFERENCE.matcher(text).results().map(match -> option(node, match)));
    }

    private static BeanUse option(YamlNode node, MatchResult match) {
        String kind = match.group(1);
        String name = match.group(2);
        return "class:".equals(kind) || "type:".equals(kind)
                ? new BeanUse(node, null, name, null, false)
                : BeanUse.reference(node, name);
    }

    private static Stream<BeanUse> reference(YamlNode node) {
        String name = strip(node.text());
        return name == null || name.contains(":") ? Stream.empty() : Stream.of(BeanUse.reference(node, name));
    }

    private static @Nullable String strip(@Nullable String name) {
        return name == null ? null : name.replaceFirst("^#(bean:)?", "");
    }
}
