package dev.tandem.cloudapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.coexistence.sync.SyncCalls;
import dev.tandem.domain.Answer;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.SyncAnswer;
import dev.tandem.domain.SyncKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Set;

/**
 * The calls for contacts and history: {@code POST /{phone_number_id}/smb_app_data} (R14, R15). Thread-safe.
 *
 * <p>What certainly did not count: an error of Meta's with an HTTP status of the 400s, a page of that kind that a proxy wrote, and a call
 * that never left. Everything else may have counted.
 */
public final class GraphSyncCalls implements SyncCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CALLS = 2593107;
    private static final int TOO_LATE = 2593108;

    /** Too many calls: refused at the door, whatever else the answer says of it. */
    private static final Set<Integer> THROTTLED = Set.of(4, 17, 32, 613, 80007, 80008, 130429);

    /** "An unknown error" and "service temporarily unavailable": Meta itself does not say how far it came. */
    private static final Set<Integer> VAGUE = Set.of(1, 2);

    private static final int REQUEST_TIMEOUT = 408;

    private final GraphClient graph;

    public GraphSyncCalls(GraphClient graph) {
        this.graph = graph;
    }

    @Override
    public SyncAnswer ask(BusinessNumber number, SyncKind kind) {
        JsonNode body = JsonNodeFactory.instance
                .objectNode()
                .put("messaging_product", "whatsapp")
                .put("sync_type", kind.syncType());
        try {
            return of(graph.post(number, "/" + number.phoneNumberId() + "/smb_app_data", body));
        } catch (IOException e) {
            return ofFailure(e);
        }
    }

    private static SyncAnswer of(GraphClient.Reply reply) {
        if (AnswerReader.ofHttp(reply.status(), reply.body()) instanceof Answer.Refused refused) {
            return ofRefusal(refused);
        }
        String requestId = requestId(reply);
        if (!requestId.isEmpty()) {
            return new SyncAnswer.Accepted(requestId);
        }
        String text = "Meta answered HTTP " + reply.status() + " without a request id and without an error of its own.";
        return isAtFault(reply.status()) ? new SyncAnswer.Refused(text, 0, true) : new SyncAnswer.Unclear(text);
    }

    private static SyncAnswer ofRefusal(Answer.Refused refused) {
        String text = "Meta answered with the error " + refused.code() + ": " + ended(refused.text());
        return switch (refused.code()) {
            case MAX_CALLS -> new SyncAnswer.AlreadyUsed(text);
            case TOO_LATE -> new SyncAnswer.Expired(text);
            default -> {
                boolean vague = VAGUE.contains(refused.code()) || refused.isTransient();
                boolean certain = THROTTLED.contains(refused.code()) || (isAtFault(refused.httpStatus()) && !vague);
                yield certain ? new SyncAnswer.Refused(text, refused.code(), true) : new SyncAnswer.Unclear(text);
            }
        };
    }

    private static String ended(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static boolean isAtFault(int status) {
        return status >= 400 && status < 500 && status != REQUEST_TIMEOUT;
    }

    private static String requestId(GraphClient.Reply reply) {
        if (reply.status() != 200) {
            return "";
        }
        try {
            return JSON.readTree(reply.body()).path("request_id").asText("");
        } catch (JsonProcessingException noJson) {
            return "";
        }
    }

    private static SyncAnswer ofFailure(IOException failure) {
        if (failure instanceof InterruptedIOException) {
            return new SyncAnswer.Unclear("The engine stopped while it waited for the answer.");
        }
        Throwable cause = failure.getCause();
        if (cause == null || cause instanceof HttpConnectTimeoutException) {
            return new SyncAnswer.Refused(String.valueOf(failure.getMessage()), 0, false);
        }
        return AnswerReader.ofFailure(cause) instanceof Answer.NotSent
                ? new SyncAnswer.Refused(failure.getMessage() + " Nothing left.", 0, false)
                : new SyncAnswer.Unclear(
                        "The call left, and no answer came (" + cause.getClass().getSimpleName() + ").");
    }
}
