package dev.tandem.simulator.graph;

import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.template.Template;
import dev.tandem.simulator.template.TemplateJson;
import dev.tandem.simulator.template.Templates;
import java.util.List;
import java.util.Set;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code GET /{version}/{waba}/message_templates}, with filters and pages. Thread-safe. */
final class TemplateList {
    private static final int MOST_OF_A_PAGE = Integer.MAX_VALUE;
    private static final Set<String> ALL_FIELDS = Set.of(
            "name",
            "language",
            "status",
            "category",
            "components",
            "parameter_format",
            "quality_score",
            "rejected_reason");
    private static final Set<String> DEFAULT_FIELDS =
            Set.of("name", "language", "status", "category", "components", "parameter_format");

    private final Numbers numbers;
    private final Templates templates;

    TemplateList(Numbers numbers, Templates templates) {
        this.numbers = numbers;
        this.templates = templates;
    }

    ServerResponse handle(ServerRequest http) {
        String waba = http.pathVariable("id");
        SimulatedNumber number = numbers.ofWaba(waba);
        if (number == null) {
            return GraphErrors.unknownObject(waba);
        }
        Tokens.check(number, http.headers().firstHeader("Authorization"));
        Set<String> fields = fields(http);
        List<Template> found =
                templates.list(waba).stream().filter(t -> matches(http, t)).toList();
        return Page.of(http, found, MOST_OF_A_PAGE, t -> TemplateJson.write(t, fields));
    }

    private static boolean matches(ServerRequest http, Template template) {
        return is(http, "name", template.name())
                && is(http, "language", template.language())
                && is(http, "status", template.status())
                && is(http, "category", template.category())
                && http.param("content")
                        .map(text -> template.bodyText().contains(text))
                        .orElse(true);
    }

    private static boolean is(ServerRequest http, String parameter, String value) {
        return http.param(parameter).map(value::equalsIgnoreCase).orElse(true);
    }

    private static Set<String> fields(ServerRequest http) {
        String given = http.param("fields").orElse("");
        if (given.isBlank()) {
            return DEFAULT_FIELDS;
        }
        List<String> fields = List.of(given.split("\\s*,\\s*"));
        for (String field : fields) {
            if (!ALL_FIELDS.contains(field) && !field.equals("id")) {
                throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "a template has no field '" + field + "'");
            }
        }
        return Set.copyOf(fields);
    }
}
