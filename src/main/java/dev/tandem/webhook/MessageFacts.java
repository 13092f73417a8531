package dev.tandem.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tandem.domain.MessageChange;
import dev.tandem.domain.Unsupported;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stored message says, beside its type and time.
 *
 * @param text what a person would read of it as it was written
 * @param replyTo Meta's id of the message it answers
 * @param referral the ad it came from, Meta's object as JSON (R61)
 * @param advice what a person is told in its place, null of one that Meta handed over (R39, R40)
 */
public record MessageFacts(
        @Nullable String text,
        @Nullable String replyTo,
        @Nullable String referral,
        @Nullable String advice) {

    /** Of Meta's object. */
    public static MessageFacts of(String item) {
        JsonNode json = read(item);
        JsonNode referral = json.path("referral");
        return new MessageFacts(
                MessageText.of(json), replyTo(json), referral.isObject() ? referral.toString() : null, advice(json));
    }

    /** Of a send request; a template's text is not in it. */
    public static MessageFacts ofRequest(String request) {
        JsonNode json = read(request);
        return new MessageFacts(MessageText.of(json.path("message")), Json.text(json, "replyTo"), null, null);
    }

    /**
     * Of a send request that reacts to a message: to which, and with what.
     *
     * @param wamid Meta's id of the send
     * @param at when it left
     */
    public static Optional<Message.About> reactionOf(String request, String wamid, Instant at) {
        JsonNode reaction = read(request).path("message").path("reaction");
        String target = Json.text(reaction, "message_id");
        return target == null
                ? Optional.empty()
                : Optional.of(new Message.About(
                        target,
                        new MessageChange(
                                wamid, MessageChange.Kind.REACTION, false, at, Json.text(reaction, "emoji"))));
    }

    static @Nullable String replyTo(JsonNode message) {
        return Json.text(message.path("context"), "id");
    }

    static @Nullable String advice(JsonNode message) {
        return Unsupported.TYPE.equals(Json.text(message, "type"))
                ? Unsupported.advice(message.path("errors").path(0).path("code").asInt())
                : null;
    }

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // What an erasure left of a request: nothing that could be read.
            return MissingNode.getInstance();
        }
    }
}
