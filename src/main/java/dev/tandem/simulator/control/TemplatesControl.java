package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.Numbers;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.template.Template;
import dev.tandem.simulator.template.TemplateJson;
import dev.tandem.simulator.template.TemplateNews;
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
    private final TemplateNews news;
    private final Lookup lookup;

    TemplatesControl(Numbers numbers, Templates templates, TemplateNews news, Lookup lookup) {
        this.numbers = numbers;
        this.templates = templates;
        this.news = news;
        this.lookup = lookup;
    }

    /**
     * Adds or changes templates; with {@code replace} they become the only ones. A changed status is told by webhook
     * unless {@code announce} is false.
     */
    ServerResponse put(ServerRequest http) {
        Fields fields = Fields.of(http);
        JsonNode list = fields.any("templates");
        String number = fields.textOr("number", null);
        String wabaId = fields.textOr("wabaId", null);
        boolean replace = fields.flagOr("replace", false);
        boolean announce = fields.flagOr("announce", true);
        fields.nothingElse();
        for (String waba : accounts(number, wabaId)) {
            put(waba, list == null ? MetaJson.object() : list, replace, announce);
        }
        return Answers.ok(shown(accounts(number, wabaId)));
    }

    private void put(String waba, JsonNode list, boolean replace, boolean announce) {
        List<Template> before = templates.list(waba);
        if (replace) {
            templates.replace(waba, TemplateJson.readAll(list, (name, language) -> null));
        } else {
            templates.put(waba, TemplateJson.readAll(list, (name, language) -> templates.find(waba, name, language)));
        }
        if (announce) {
            before.forEach(old -> announce(waba, old));
        }
    }

    private void announce(String waba, Template before) {
        Template after = templates.find(waba, before.name(), before.language());
        if (after != null) {
            news.changed(waba, before, after);
        }
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
