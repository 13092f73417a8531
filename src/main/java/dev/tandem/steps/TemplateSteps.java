package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Template;
import dev.tandem.template.TemplateDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** Steps of what is known of templates. Thread-safe. */
@Component("templates")
public final class TemplateSteps {

    private final TemplateDesk desk;
    private final NumberDirectory numbers;

    public TemplateSteps(TemplateDesk desk, NumberDirectory numbers) {
        this.desk = desk;
        this.numbers = numbers;
    }

    /** The templates of a number's account as Meta lists them. */
    public void list(@Header("n") String name, Exchange exchange) {
        BusinessNumber number = numbers.find(PathName.of(name))
                .filter(found -> Caller.of(exchange).mayUse(found.phoneNumberId()))
                .orElseThrow(() -> new ProblemException(
                        404,
                        Reason.UNKNOWN_NUMBER,
                        "No number is called '" + name
                                + "', or this API key may not use it: see GET /api/v1/numbers."));
        TemplateDesk.Overview overview = desk.overview(number)
                .orElseThrow(() -> new ProblemException(
                        502,
                        Reason.CLOUD_UNREACHABLE,
                        "Meta's list of the templates of " + number + " could not be read in time. The alert"
                                + " templates_unreadable says why; ask again in a minute."));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("readAt", overview.readAt().toString());
        json.put("templates", overview.lines().stream().map(TemplateSteps::json).toList());
        Answers.json(exchange, 200, json);
    }

    private static Map<String, Object> json(TemplateDesk.Line line) {
        Template template = line.template();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", template.key().name());
        json.put("language", template.key().language());
        json.put("status", template.status().toLowerCase(Locale.ROOT));
        if (line.pausedUntil() != null) {
            json.put("pausedUntil", line.pausedUntil().toString());
        }
        if (template.category() != null) {
            json.put("category", template.category().name().toLowerCase(Locale.ROOT));
        }
        json.put("parameters", template.named() ? "named" : "positional");
        json.putAll(json(template.face()));
        if (!template.cards().isEmpty()) {
            json.put("cards", template.cards().stream().map(TemplateSteps::json).toList());
        }
        return json;
    }

    private static Map<String, Object> json(Template.Face face) {
        Map<String, Object> json = new LinkedHashMap<>();
        Template.Header header = face.header();
        if (header != null) {
            json.put(
                    "header",
                    Map.of("format", header.format().toLowerCase(Locale.ROOT), "variables", header.variables()));
        }
        json.put("body", face.body());
        List<Map<String, Object>> buttons = face.buttons().stream()
                .map(button -> Map.<String, Object>of(
                        "type", button.type().toLowerCase(Locale.ROOT), "needsValue", button.needsValue()))
                .toList();
        json.put("buttons", buttons);
        return json;
    }
}
