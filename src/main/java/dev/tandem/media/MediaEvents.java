package dev.tandem.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.MediaState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event that a file is there, or never will be: of type {@code media}, on the channel of its message, after the
 * message's own. Thread-safe.
 */
public final class MediaEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "media";

    private MediaEvents() {}

    /** It is on the shelf. */
    static Event ready(BusinessNumber number, MediaItem item, MediaBook.Facts facts, MediaBook.MessageOf message) {
        return event(number, item, message, media(item, MediaState.READY, facts.sha256(), null));
    }

    /** It can never be had. */
    static Event gone(BusinessNumber number, MediaItem item, Cause cause, MediaBook.MessageOf message) {
        return event(number, item, message, media(item, MediaState.GONE, item.sha256(), cause));
    }

    private static Map<String, Object> media(
            MediaItem item, MediaState state, @Nullable String sha256, @Nullable Cause cause) {
        Map<String, Object> media = new LinkedHashMap<>();
        media.put("id", item.id());
        media.put("url", "/api/v1/media/" + item.id());
        media.put("state", state.code());
        if (cause != null) {
            media.put("reason", cause.code());
        }
        if (sha256 != null) {
            media.put("sha256", sha256);
        }
        return media;
    }

    private static Event event(
            BusinessNumber number, MediaItem item, MediaBook.MessageOf message, Map<String, Object> media) {
        Channel channel =
                switch (message.origin()) {
                    case "app" -> Channel.ECHO;
                    case "history" -> Channel.HISTORY;
                    default -> Channel.MESSAGE;
                };
        String id = Event.idOf(channel, item.phoneNumberId() + '|' + item.messageId() + '|' + item.id() + '|' + TYPE);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("schema", 1);
        body.put("channel", channel.code());
        body.put(
                "number",
                Map.of(
                        "phoneNumberId", number.phoneNumberId(),
                        "displayPhoneNumber", number.displayPhoneNumber(),
                        "alias", number.alias()));
        body.put("occurredAt", message.writtenAt().toString());
        body.put("receivedAt", item.receivedAt().toString());
        body.put("origin", message.origin());
        body.put("direction", message.direction());
        body.put("type", TYPE);
        body.put("messageId", item.messageId());
        if (message.text() != null) {
            body.put("text", message.text());
        }
        body.put("media", List.of(media));
        body.put("item", json(message.item()));
        return new Event(id, channel, item.phoneNumberId(), message.contact(), TYPE, null, body);
    }

    private static JsonNode json(String item) {
        try {
            return JSON.readTree(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The JSON of a stored message cannot be read", e);
        }
    }
}
