package dev.tandem.cloudapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Template;
import dev.tandem.template.TemplateSource;
import dev.tandem.template.UnreadableTemplatesException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

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
        String query = "?fields=" + FIELDS + "&limit=" + PAGE
                + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            number.graphUrl() + "/" + URLEncoder.encode(number.wabaId(), StandardCharsets.UTF_8)
                                    + "/message_templates" + query))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + number.accessToken())
                    .header("Accept", "application/json")
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return read(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UnreadableTemplatesException(
                    "Meta could not be reached (" + e.getClass().getSimpleName() + ").");
        } catch (IllegalArgumentException e) {
            // Of a token or an address that no request can hold; its text would have the token in it.
            throw new UnreadableTemplatesException("The number's Graph address or token cannot stand in a request.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableTemplatesException("The engine stopped while it was read.");
        }
    }

    private static JsonNode read(int status, String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UnreadableTemplatesException("Meta answered " + status + " with something that is no JSON.");
        }
        if (status != 200 || !json.path("data").isArray()) {
            JsonNode error = json.path("error");
            String words = error.path("message").asText("");
            throw new UnreadableTemplatesException("Meta answered " + status
                    + (error.has("code")
                            ? " with the error " + error.path("code").asText()
                            : " without a list")
                    + (words.isEmpty() ? "." : ": " + words + (words.endsWith(".") ? "" : ".")));
        }
        return json;
    }
}
