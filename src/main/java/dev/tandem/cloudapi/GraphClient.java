package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Reads objects of the Graph API. Only reading: a message is posted by its lane and nowhere else. Blocks while it asks, for
 * seconds at most. Thread-safe.
 */
public final class GraphClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    // No redirects: the token must not follow one.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Reads what stands under a path, with the number's token.
     *
     * @param path behind base URL and version, with its query: {@code /1234?fields=status}
     * @throws IOException when Meta cannot be reached or refuses; the text has Meta's words and no token
     */
    public JsonNode get(BusinessNumber number, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(number.graphUrl() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + number.accessToken())
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException(
                            "Meta answered " + answer.statusCode() + ": " + words(body.readNBytes(2_000)));
                }
                return JSON.readTree(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The question was broken off", e);
        }
    }

    private static String words(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return "(#" + error.path("code").asText() + ") "
                    + error.path("message").asText();
        } catch (IOException noJson) {
            return "a body without an error of Meta's";
        }
    }
}
