package dev.tandem.cloudapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Answer;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Reads what came back of a request to the send API. Thread-safe.
 *
 * <p>Source: Meta, Cloud API, error codes: branch on the code in the body.
 */
public final class AnswerReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXCERPT = 300;

    private AnswerReader() {}

    /**
     * An HTTP answer to a request with this token, which stands nowhere in what is read.
     *
     * @param body whatever it is
     */
    public static Answer ofHttp(int status, String body, String token) {
        return ofHttp(status, TokenCover.without(token, body));
    }

    /** An HTTP answer that has no token in it, whatever its body is. */
    static Answer ofHttp(int status, String body) {
        JsonNode json = parse(body);
        JsonNode error = json.path("error");
        if (isMetas(error)) {
            return new Answer.Refused(
                    status,
                    error.path("code").asInt(),
                    words(error),
                    error.path("is_transient").asBoolean(false));
        }
        JsonNode message = json.path("messages").path(0);
        if (status == 200 && !message.path("id").asText("").isEmpty()) {
            String waId = json.path("contacts").path(0).path("wa_id").asText("");
            return new Answer.Accepted(
                    message.get("id").asText(),
                    waId.isEmpty() ? null : waId,
                    "held_for_quality_assessment"
                            .equals(message.path("message_status").asText()));
        }
        return new Answer.Unreadable(
                status, "Meta answered HTTP " + status + " without a message id or an error: " + excerpt(body));
    }

    /** Proxies write errors with a code, too; only Meta's has one of these beside it. */
    private static boolean isMetas(JsonNode error) {
        return error.path("code").asText("").matches("[0-9]{1,9}")
                && (error.has("fbtrace_id") || error.has("type") || error.has("is_transient"));
    }

    /** A request that ended without an answer. */
    public static Answer ofFailure(Throwable failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (neverLeft(cause)) {
                return new Answer.NotSent("The Graph API could not be reached (" + text
                        + "), so nothing was sent. Check the network and tandem.graph.base-url.");
            }
        }
        return new Answer.Lost("The request left, but no answer came (" + text
                + "). Whether it arrived shows in its statuses or in the chat.");
    }

    private static boolean neverLeft(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
    }

    private static String words(JsonNode error) {
        String details = error.path("error_data").path("details").asText("");
        String message = error.path("message").asText("");
        return details.isEmpty() ? message : message + " – " + details;
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    private static String excerpt(String body) {
        return body.length() <= EXCERPT ? body : body.substring(0, EXCERPT) + "…";
    }
}
