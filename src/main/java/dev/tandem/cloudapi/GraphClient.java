package dev.tandem.cloudapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of the Graph API, and posts what is no message: a message is posted by its lane and nowhere else. Blocks while it asks, for
 * seconds at most. Thread-safe.
 */
public final class GraphClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration WHOLE = Duration.ofSeconds(30);

    // No redirects: the token must not follow one.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Reads what stands under a path, with the number's token.
     *
     * @param path behind base URL and version, with its query: {@code /1234?fields=status}
     * @throws IOException when Meta cannot be reached or refuses ({@link GraphRefusal}); the text says so to a person and has no token in it
     */
    public JsonNode get(BusinessNumber number, String path) throws IOException {
        return read(ask(number, path, null), number.accessToken());
    }

    /** What came back of a post, whatever it says. */
    record Reply(int status, String body) {

        /** Whether Meta says that it is done. */
        boolean isSuccess() {
            try {
                return status == 200 && JSON.readTree(body).path("success").asBoolean(false);
            } catch (JsonProcessingException noJson) {
                return false;
            }
        }
    }

    /**
     * Posts JSON to a path, with the number's token.
     *
     * @param path behind base URL and version
     * @throws IOException when no answer came; the text says so to a person and has no token in it
     */
    Reply post(BusinessNumber number, String path, JsonNode body) throws IOException {
        HttpResponse<String> answer = ask(number, path, body);
        return new Reply(answer.statusCode(), TokenCover.without(number.accessToken(), answer.body()));
    }

    /**
     * Reads what stands under an address, with any token.
     *
     * @param url the whole address with its query
     * @throws IOException as {@link #get(BusinessNumber, String)}
     */
    JsonNode get(String url, String token) throws IOException {
        return read(ask(url, token, null, ""), token);
    }

    /**
     * Posts a form, with any token or, when it is empty, without one.
     *
     * @param form already encoded
     * @throws IOException as {@link #get(BusinessNumber, String)}
     */
    JsonNode postForm(String url, String token, String form) throws IOException {
        return read(ask(url, token, form, "application/x-www-form-urlencoded"), token);
    }

    private HttpResponse<String> ask(BusinessNumber number, String path, @Nullable JsonNode body) throws IOException {
        return ask(
                number.graphUrl() + path,
                number.accessToken(),
                body == null ? null : body.toString(),
                "application/json");
    }

    private HttpResponse<String> ask(String url, String token, @Nullable String body, String contentType)
            throws IOException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER).header("Accept", "application/json");
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            if (body != null) {
                request.header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body));
            }
            // The client's own timeout ends with the headers; a body that never ends must not hold us up for ever.
            return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .orTimeout(WHOLE.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "Meta could not be reached (" + cause.getClass().getSimpleName() + ").", cause);
        } catch (IllegalArgumentException e) {
            // Of a token or an address that no request can hold; its text would have the token in it.
            throw new IOException("The number's Graph address or token cannot stand in a request.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The engine stopped while it was read.");
        }
    }

    private static JsonNode read(HttpResponse<String> answer, String token) throws IOException {
        boolean clean = answer.statusCode() == 200;
        return read(answer.statusCode(), clean ? answer.body() : TokenCover.without(token, answer.body()));
    }

    static JsonNode read(int status, String body) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("Meta answered " + status + " with something that is no JSON.");
        }
        if (status != 200) {
            JsonNode error = json.path("error");
            String details = error.path("error_data")
                    .path("details")
                    .asText(error.path("error_user_msg").asText(""));
            String words = error.path("message").asText("") + (details.isEmpty() ? "" : " – " + details);
            throw new GraphRefusal(
                    "Meta answered " + status
                            + (error.has("code")
                                    ? " with the error " + error.path("code").asText()
                                    : "")
                            + (words.isEmpty() ? "." : ": " + words + (words.endsWith(".") ? "" : ".")),
                    error.path("code").asInt(),
                    status >= 500 || error.path("is_transient").asBoolean(false));
        }
        return json;
    }
}
