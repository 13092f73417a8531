package dev.tandem.lint;

import java.net.URISyntaxException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Every endpoint's component is there, its options exist and have values of the right kind. */
final class EndpointRule implements Rule {

    private final RuntimeCamelCatalog catalog;
    private final Set<String> components;
    private final Set<String> own;

    /**
     * Asks a catalog.
     *
     * @param beans some of which are components under names of their own
     */
    EndpointRule(RuntimeCamelCatalog catalog, KnownBeans beans) {
        this.catalog = catalog;
        this.components = ClassPathNames.of("component");
        this.own = beans.componentNames();
    }

    @Override
    public String name() {
        return "endpoint";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.endpoints().forEach(endpoint -> checkEndpoint(endpoint, report));
    }

    private void checkEndpoint(Endpoint endpoint, Report report) {
        String scheme = endpoint.scheme();
        if (scheme == null) {
            boolean comesLater =
                    Placeholders.isIn(endpoint.uri()) || endpoint.uri().contains("${");
            if (!comesLater) {
                report.at(endpoint.place(), "'" + endpoint.uri() + "' is no endpoint; write component:name");
            }
            return;
        }
        if (!components.contains(scheme) && !own.contains(scheme)) {
            Set<String> all = new TreeSet<>(components);
            all.addAll(own);
            report.at(endpoint.place(), "there is no component '" + scheme + "'" + Nearest.hint(scheme, all));
            return;
        }
        String model = catalog.componentJSonSchema(scheme);
        if (model != null) {
            checkOptions(endpoint, scheme, JsonMapper.generateComponentModel(model), report);
        }
    }

    private void checkOptions(Endpoint endpoint, String scheme, ComponentModel model, Report report) {
        Map<String, String> options;
        try {
            options = options(endpoint);
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Neither the URI nor the exception's text, which repeats it: there may be a password inside
            report.at(
                    endpoint.place(), "this " + scheme + " endpoint is no valid URI; write its options as parameters");
            return;
        }
        EndpointValidationResult result = catalog.validateProperties(scheme, options);
        Set<String> known = new TreeSet<>();
        model.getEndpointOptions().forEach(option -> known.add(option.getName()));
        for (String option : nonNull(result.getUnknown())) {
            if (!model.isLenientProperties()) {
                report.at(
                        place(endpoint, option),
                        scheme + " has no option '" + option + "'" + Nearest.hint(option, known));
            }
        }
        for (String option : nonNull(result.getRequired())) {
            report.at(endpoint.place(), scheme + " needs '" + option + "'; add it");
        }
        invalid(result).forEach((option, kind) -> {
            String value = String.valueOf(options.get(option));
            if (!value.contains("${")) {
                report.at(
                        place(endpoint, option),
                        "'" + option + "' of " + scheme + " must be " + kind + ", not '" + value + "'");
            }
        });
    }

    private Map<String, String> options(Endpoint endpoint) throws URISyntaxException {
        Map<String, String> options = new LinkedHashMap<>();
        if (endpoint.uri().contains(":")) {
            options.putAll(catalog.endpointProperties(endpoint.uri()));
        }
        YamlNode parameters = endpoint.parameters();
        if (parameters != null) {
            parameters.children().forEach(child -> options.put(child.key(), String.valueOf(child.text())));
        }
        return options;
    }

    private static Map<String, String> invalid(EndpointValidationResult result) {
        Map<String, String> invalid = new LinkedHashMap<>();
        keys(result.getInvalidBoolean()).forEach(option -> invalid.put(option, "true or false"));
        keys(result.getInvalidInteger()).forEach(option -> invalid.put(option, "a whole number"));
        keys(result.getInvalidNumber()).forEach(option -> invalid.put(option, "a number"));
        keys(result.getInvalidDuration()).forEach(option -> invalid.put(option, "a duration such as 1500 or 5s"));
        keys(result.getInvalidReference()).forEach(option -> invalid.put(option, "a bean, written #name"));
        keys(result.getInvalidEnum())
                .forEach(option -> invalid.put(option, "one of " + String.join(", ", result.getEnumChoices(option))));
        return invalid;
    }

    private static Collection<String> keys(@Nullable Map<String, String> options) {
        return options == null ? Set.of() : options.keySet();
    }

    private static Set<String> nonNull(@Nullable Set<String> options) {
        return options == null ? Set.of() : options;
    }

    private static YamlNode place(Endpoint endpoint, String option) {
        YamlNode parameters = endpoint.parameters();
        YamlNode own = parameters == null ? null : parameters.get(option);
        return own == null ? endpoint.place() : own;
    }
}
