package dev.tandem.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.cloudapi.TemplatePreview;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Template;
import dev.tandem.domain.WindowBook;
import dev.tandem.send.Problem;
import dev.tandem.send.Recipients;
import dev.tandem.send.RequestSchema;
import dev.tandem.template.TemplatePreviews;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Steps that show a template before anybody gets it. Thread-safe. */
@Component("previews")
public final class PreviewSteps {

    /** A request needs a recipient; a preview does not. */
    private static final String ANYBODY = "+15550100000";

    private final TemplatePreviews previews;
    private final RequestSchema schema;
    private final WindowBook windows;
    private final NumberDirectory numbers;
    private final Clock clock;

    public PreviewSteps(
            TemplatePreviews previews, RequestSchema schema, WindowBook windows, NumberDirectory numbers, Clock clock) {
        this.previews = previews;
        this.schema = schema;
        this.windows = windows;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** The template of the body with its parameters filled in, or all that a send with it would be refused for. */
    public void preview(@Header("n") String name, Exchange exchange) {
        BusinessNumber number = NumberInPath.of(numbers, name, exchange);
        JsonNode wish = SmallBody.read(exchange, List.of("template", "to"));
        if (!wish.hasNonNull("template")) {
            throw SmallBody.wrong("template: write name, language and parameters as in a send.");
        }
        List<Problem> problems = schema.problems(request(wish));
        if (!problems.isEmpty()) {
            Problems.answer(exchange, 422, problems);
            return;
        }
        String person = person(wish.path("to"));
        JsonNode wanted = wish.get("template");
        TemplatePreviews.Judgement judgement = previews.judge(number, wanted)
                .orElseThrow(() -> new ProblemException(
                        502,
                        Reason.CLOUD_UNREACHABLE,
                        "Meta's list of the templates of " + number + " could not be read in time. The alert"
                                + " templates_unreadable says why; ask again in a minute."));
        Template template = judgement.template();
        Cause refused = judgement.refused();
        if (template == null || refused != null) {
            Cause why = refused == null ? Cause.of(Reason.TEMPLATE_UNKNOWN) : refused;
            Problems.answer(exchange, 422, List.of(new Problem("template", why)));
            return;
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", template.key().name())
                .put("language", template.key().language());
        if (template.category() != null) {
            json.put("category", template.category().name().toLowerCase(Locale.ROOT));
        }
        json.setAll(TemplatePreview.of(template, wanted));
        Cause waits = judgement.waits();
        if (waits != null) {
            json.putObject("waits").put("reason", waits.code()).put("detail", waits.detail());
        }
        if (person != null) {
            Map<String, Object> window = ConversationJson.of(windows.at(number, person, clock.instant()));
            json.putPOJO("window", window);
        }
        Answers.json(exchange, 200, json);
    }

    /** As a send's request, so that the same schema speaks of it. */
    private static ObjectNode request(JsonNode wish) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (wish.hasNonNull("to")) {
            request.set("to", wish.get("to"));
        } else {
            request.put("to", ANYBODY);
        }
        request.set("template", wish.get("template"));
        return request;
    }

    /** The name of the person in the windows, null when nobody is meant. */
    private static @Nullable String person(JsonNode to) {
        if (to.path("userId").isTextual()) {
            return to.get("userId").asText();
        }
        if (!to.isTextual()) {
            return null;
        }
        try {
            return Recipients.ofPhone(to.asText()).phone();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(422, Reason.INVALID_RECIPIENT, String.valueOf(e.getMessage()));
        }
    }
}
