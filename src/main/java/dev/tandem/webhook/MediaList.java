package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The media of a message as an event names them. */
final class MediaList {

    private static final Set<String> TYPES = Set.of("image", "video", "audio", "document", "sticker");

    private MediaList() {}

    static List<Map<String, Object>> of(JsonNode message) {
        String type = Json.text(message, "type");
        String id = type != null && TYPES.contains(type) ? Json.text(message.path(type), "id") : null;
        if (type == null || id == null) {
            return List.of();
        }
        Map<String, Object> media = new LinkedHashMap<>();
        media.put("id", id);
        media.put("state", "pending");
        String sha256 = Json.text(message.path(type), "sha256");
        if (sha256 != null) {
            media.put("sha256", sha256);
        }
        return List.of(media);
    }
}
