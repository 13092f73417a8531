package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.MessageStatus;
import dev.tandem.domain.PastMedia;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message from before the linking, as a thread of the history has it.
 *
 * @param status how far it got, null when nobody says
 */
public record PastMessage(Message message, @Nullable MessageStatus status) {

    /**
     * @param display our number in digits: what comes from it is ours
     * @throws BrokenItemException when it has no id or no time
     */
    static PastMessage of(JsonNode json, String display, Instant receivedAt) {
        String word = Json.text(json.path("history_context"), "status");
        return new PastMessage(
                Message.of(json, isOurs(json, display) ? Message.Origin.APP : Message.Origin.USER, receivedAt),
                word == null ? null : MessageStatus.ofPast(word).orElse(null));
    }

    /** Meta's samples leave {@code to} out of ours, too; then the sender tells. */
    static boolean isOurs(JsonNode json, String display) {
        return "true".equals(Json.text(json, "from_me"))
                || Json.text(json, "to") != null
                || display.equals(Person.digits(Json.text(json, "from")));
    }

    /** Whether its file is not with it. */
    public boolean isPlaceholder() {
        return message.type().equals(PastMedia.PLACEHOLDER);
    }
}
