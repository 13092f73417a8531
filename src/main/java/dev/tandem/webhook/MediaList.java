package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The media of a message as an event names them. */
final class MediaList {

    private static final String STATE = "state";
    private static final String REASON = "reason";

    private MediaList() {}

    /** Of a live message, whose file the engine fetches. */
    static List<Map<String, Object>> live(JsonNode message) {
        List<Map<String, Object>> list = LiveMedia.of(message)
                .map(file -> {
                    Map<String, Object> media = new LinkedHashMap<>();
                    media.put("id", file.id());
                    media.put("url", "/api/v1/media/" + file.id());
                    media.put(STATE, (file.isDownloadable() ? MediaState.FETCHING : MediaState.GONE).code());
                    if (!file.isDownloadable()) {
                        media.put(REASON, Reason.MEDIA_NOT_DOWNLOADABLE.code());
                    }
                    if (file.sha256() != null) {
                        media.put("sha256", file.sha256());
                    }
                    return List.of(media);
                })
                .orElse(List.of());
        // Too large for Meta, the file has not even an id.
        return list.isEmpty() && LiveMedia.isRefused(message)
                ? List.of(Map.of(STATE, MediaState.GONE.code(), REASON, Reason.MEDIA_NOT_DOWNLOADABLE.code()))
                : list;
    }

    /** Of an item that is passed on as it came: nobody fetches its file. */
    static List<Map<String, Object>> of(JsonNode message) {
        String type = Json.text(message, "type");
        String id = type != null && LiveMedia.TYPES.contains(type) ? Json.text(message.path(type), "id") : null;
        if (type == null || id == null) {
            return List.of();
        }
        Map<String, Object> media = new LinkedHashMap<>();
        media.put("id", id);
        media.put(STATE, "pending");
        String sha256 = Json.text(message.path(type), "sha256");
        if (sha256 != null) {
            media.put("sha256", sha256);
        }
        return List.of(media);
    }
}
