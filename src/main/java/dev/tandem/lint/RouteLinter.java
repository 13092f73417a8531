package dev.tandem.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Checks a folder of Camel YAML routes without starting any.
 *
 * <p>What it checks against is given: beans and properties. A linter
 * can be used again; it is not safe for several threads at once.
 */
public final class RouteLinter {

    private final KnownBeans beans;
    private final KnownProperties properties;

    /**
     * Makes a linter.
     *
     * @param beans what routes can call, components under names of their own among them
     * @param properties what placeholders can name
     */
    public RouteLinter(KnownBeans beans, KnownProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /**
     * Reads every {@code *.yaml} and {@code *.yml} file below the folder and applies all rules. Never stops at the first
     * problem; a file that cannot be read, and a folder without routes, are findings as well.
     */
    public LintReport lint(Path folder) {
        RouteFolder read = RouteFolder.read(folder);
        RouteSet routes = read.routes();
        TreeSet<Finding> findings = new TreeSet<>(read.findings());
        // The context lends its catalog and its parsers; it has components of its own and is never started.
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setStartupSummaryLevel(StartupSummaryLevel.Off);
            for (Rule rule : rules(context)) {
                rule.check(
                        routes,
                        (place, message) ->
                                findings.add(new Finding(place.file(), place.line(), rule.name(), message)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int routeCount = Math.toIntExact(routes.routes().count());
        return new LintReport(new ArrayList<>(findings), routeCount, read.fileCount());
    }

    private List<Rule> rules(DefaultCamelContext context) {
        return List.of(
                new DuplicateKeyRule(),
                new SchemaRule(RouteSchema.ofCamel()),
                new ExpressionRule(),
                new IdRule(),
                new DescriptionRule(),
                new DirectNameRule(),
                new ConsumerRule(),
                new CircleRule(),
                new TemplateRule(),
                new EndpointRule(catalog(context), beans),
                new LibraryRule(),
                new SimpleRule(context),
                new BeanRule(beans),
                new PropertyRule(properties),
                new SecretRule());
    }

    private static RuntimeCamelCatalog catalog(DefaultCamelContext context) {
        DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
        catalog.setCamelContext(context);
        catalog.start();
        return catalog;
    }
}
