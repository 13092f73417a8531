package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Template;
import dev.tandem.template.TemplateSource;
import dev.tandem.template.UnreadableTemplatesException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code GET /{waba}/message_templates}, page by page, with the number's token. Thread-safe; waits for the network.
 *
 * <p>Pages are asked for by their cursors and never by Meta's {@code next}, which has the token in it and may lead elsewhere.
 */
public final class GraphTemplates implements TemplateSource {

    private static final String FIELDS = "name,language,status,category,components,parameter_format";
    private static final int PAGE = 200;

    /** Meta allows 6,000 templates (R82); more pages than that can only be a circle. */
    private static final int MOST_PAGES = 100;

    private final GraphClient graph;
    private final ManagementCalls calls;

    public GraphTemplates(GraphClient graph, ManagementCalls calls) {
        this.graph = graph;
        this.calls = calls;
    }

    @Override
    public List<Template> all(BusinessNumber number) {
        List<Template> templates = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = page(number, after);
            answer.path("data").forEach(template -> templates.add(TemplateReader.read(template)));
            JsonNode paging = answer.path("paging");
            after = paging.path("cursors").path("after").asText("");
            if (!paging.hasNonNull("next") || after.isEmpty()) {
                return templates;
            }
        }
        throw new UnreadableTemplatesException("Meta's list has no end after " + MOST_PAGES + " pages.");
    }

    private JsonNode page(BusinessNumber number, String after) {
        String path = "/" + URLEncoder.encode(number.wabaId(), StandardCharsets.UTF_8) + "/message_templates?fields="
                + FIELDS + "&limit=" + PAGE
                + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        JsonNode answer;
        try {
            answer = calls.make(number.wabaId(), () -> graph.get(number, path));
        } catch (IOException e) {
            throw new UnreadableTemplatesException(String.valueOf(e.getMessage()));
        }
        if (!answer.path("data").isArray()) {
            throw new UnreadableTemplatesException("Meta answered 200 without a list.");
        }
        return answer;
    }
}
