package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.Answer;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.webhook.ReadDesk;
import java.io.IOException;
import java.util.Optional;

/**
 * Read receipts over the Graph API: {@code POST /{phone_number_id}/messages} with {@code status: read}. Thread-safe.
 *
 * <p>Source: Meta, Cloud API, mark messages as read, and typing indicators.
 */
public final class GraphReadReceipts implements ReadDesk.Receipts {

    private final GraphClient graph;

    public GraphReadReceipts(GraphClient graph) {
        this.graph = graph;
    }

    @Override
    public Optional<Cause> markRead(BusinessNumber number, String messageId, boolean typing) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("messaging_product", "whatsapp")
                .put("status", "read")
                .put("message_id", messageId);
        if (typing) {
            body.putObject("typing_indicator").put("type", "text");
        }
        try {
            GraphClient.Reply reply = graph.post(number, "/" + number.phoneNumberId() + "/messages", body);
            return reply.isSuccess() ? Optional.empty() : Optional.of(refusal(reply));
        } catch (IOException e) {
            return Optional.of(Cause.of(Reason.CLOUD_UNREACHABLE, e.getMessage() + " Ask again in a moment."));
        }
    }

    private static Cause refusal(GraphClient.Reply reply) {
        if (AnswerReader.ofHttp(reply.status(), reply.body()) instanceof Answer.Refused refused) {
            return new Cause(Reason.CLOUD_API, refused.text(), refused.code());
        }
        return Cause.of(
                Reason.CLOUD_UNREACHABLE,
                "Meta answered HTTP " + reply.status()
                        + " without success and without an error. Ask again in a moment.");
    }
}
