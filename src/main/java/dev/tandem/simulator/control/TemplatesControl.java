package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.template.Template;
import dev.tandem.simulator.template.TemplateJson;
import dev.tandem.simulator.template.Templates;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Sets the templates of one account, or of all. */
final class TemplatesControl {
    private static final Set<String> SHOWN =
            Set.of("name", "language", "status", "category", "parameter_format", "components");

    private final Numbers numbers;
    private final Templates templates;
    private final Lookup lookup;

    TemplatesControl(Numbers numbers, Templates templates, Lookup lookup) {
        this.numbers = numbers;
        this.templates = templates;
        this.lookup = lookup;
    }

    /** Adds or changes templates; with {@code replace} they become the only ones. */
    ServerResponse put(ServerRequest http) {
        Fields fields = Fields.of(http);
        JsonNode list = fields.any("templates");
        String number = fields.textOr("number", null);
        String wabaId = fields.textOr("wabaId", null);
        boolean replace = fields.flagOr("replace", false);
        fields.nothingElse();
        List<Template> given = TemplateJson.readAll(list == null ? MetaJson.object() : list);
        for (String waba : accounts(number, wabaId)) {
            if (replace) {
                templates.replace(waba, given);
            } else {
                templates.put(waba, given);
            }
        }
        return Answers.ok(shown(accounts(number, wabaId)));
    }

    ServerResponse get(ServerRequest http) {
        return Answers.ok(shown(accounts(http.param("number").orElse(null), null)));
    }

    private Set<String> accounts(@Nullable String number, @Nullable String wabaId) {
        if (wabaId != null) {
            return Set.of(wabaId);
        }
        if (number != null) {
            return Set.of(lookup.number(number).profile().wabaId());
        }
        Set<String> all = new TreeSet<>();
        for (SimulatedNumber each : numbers.all()) {
            all.add(each.profile().wabaId());
        }
        return all;
    }

    private ObjectNode shown(Set<String> accounts) {
        ObjectNode json = MetaJson.object();
        for (String waba : accounts) {
            ArrayNode list = json.putArray(waba);
            templates.list(waba).forEach(template -> list.add(TemplateJson.write(template, SHOWN)));
        }
        return json;
    }
}
