package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.Chat;
import dev.tandem.simulator.number.ChatMessage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The target of a reaction: in this chat, at most 30 days old, not recalled; else it fails later with 131009. */
final class Reactions {
    private static final Duration OLDEST_TARGET = Duration.ofDays(30);

    private Reactions() {}

    static @Nullable MetaException failure(Chat chat, JsonNode reaction, Instant now) {
        String id = reaction.path("message_id").asText();
        ChatMessage target = chat.message(id);
        if (target == null || target.revoked()) {
            return new MetaException(MetaError.VALUE_INVALID, "message " + id + " is not in this chat");
        }
        boolean tooOld =
                Instant.ofEpochSecond(target.timestamp()).plus(OLDEST_TARGET).isBefore(now);
        return tooOld ? new MetaException(MetaError.VALUE_INVALID, "message " + id + " is older than 30 days") : null;
    }
}
