package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.Sha256;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a live message, as its webhook names it.
 *
 * @param id Meta's media id, good for 7 days
 * @param contentType Meta's word, as in {@code image/jpeg}
 * @param sha256 in hex, null when the webhook says none
 * @param fileName a document's name on the person's phone, null for others
 * @param isDownloadable false when Meta says at once that it could not take the file (131052)
 */
public record LiveMedia(
        String id,
        String contentType,
        @Nullable String sha256,
        @Nullable String fileName,
        boolean isDownloadable) {

    static final Set<String> TYPES = Set.of("image", "video", "audio", "document", "sticker");

    private static final int NOT_DOWNLOADABLE = 131052;
    private static final int LONGEST_ID = 100;
    private static final int LONGEST_TYPE = 200;
    private static final int LONGEST_NAME = 300;

    /** The file of a message; empty when it has none that can be asked for. */
    public static Optional<LiveMedia> of(Message message) {
        return of(message.json());
    }

    static Optional<LiveMedia> of(JsonNode message) {
        String type = Json.text(message, "type");
        if (type == null || !TYPES.contains(type)) {
            return Optional.empty();
        }
        JsonNode file = message.path(type);
        String id = Json.text(file, "id");
        if (id == null || id.length() > LONGEST_ID) {
            return Optional.empty();
        }
        String contentType = Json.text(file, "mime_type");
        return Optional.of(new LiveMedia(
                id,
                contentType == null ? "application/octet-stream" : cut(contentType, LONGEST_TYPE),
                Sha256.hex(Json.text(file, "sha256")).orElse(null),
                cutOrNull(Json.text(file, "filename")),
                !isRefused(message)));
    }

    /** Whether Meta says that it could not take the file from the person. */
    static boolean isRefused(JsonNode message) {
        for (JsonNode error : message.path("errors")) {
            if (error.path("code").asInt() == NOT_DOWNLOADABLE) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String cutOrNull(@Nullable String text) {
        return text == null ? null : cut(text, LONGEST_NAME);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
