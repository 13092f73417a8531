package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.server.RawAnswer;
import dev.tandem.simulator.template.Template;
import dev.tandem.simulator.template.TemplateJson;
import dev.tandem.simulator.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code GET /{version}/{waba}/message_templates}, with filters and pages. Thread-safe. */
final class TemplateList {
    private static final int DEFAULT_PAGE = 25;
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
        int limit = Math.max(1, whole(http, "limit", DEFAULT_PAGE));
        List<Template> found =
                templates.list(waba).stream().filter(t -> matches(http, t)).toList();
        int from = Math.min(after(http), found.size());
        int to = (int) Math.min((long) from + limit, found.size());

        ObjectNode json = MetaJson.object();
        ArrayNode data = json.putArray("data");
        found.subList(from, to).forEach(t -> data.add(TemplateJson.write(t, fields)));
        ObjectNode paging = json.putObject("paging");
        paging.putObject("cursors").put("before", cursor(from)).put("after", cursor(to));
        if (to < found.size()) {
            paging.put("next", next(http, cursor(to)));
        }
        return new RawAnswer(200, RawAnswer.JSON, MetaJson.write(json));
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

    private static int whole(ServerRequest http, String parameter, int otherwise) {
        try {
            return http.param(parameter).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, parameter + " must be a whole number");
        }
    }

    private static int after(ServerRequest http) {
        try {
            return http.param("after")
                    .map(c -> Integer.parseInt(new String(Base64.getUrlDecoder().decode(c), StandardCharsets.US_ASCII)))
                    .orElse(0);
        } catch (IllegalArgumentException e) {
            throw new MetaException(MetaError.UNSUPPORTED_PARAMETER, "after is not a cursor of this list");
        }
    }

    private static String cursor(int index) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Integer.toString(index).getBytes(StandardCharsets.US_ASCII));
    }

    private static String next(ServerRequest http, String cursor) {
        return http.uriBuilder().replaceQueryParam("after", cursor).build().toString();
    }
}
