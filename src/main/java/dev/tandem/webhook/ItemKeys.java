package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.webhook.WebhookItem.Envelope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The business keys by which a thing is known again when Meta sends it twice. Where a part of a key is missing, the
 * content itself is the key.
 */
final class ItemKeys {

    /** The same error of a number within this time is one error. */
    private static final Duration SAME_ERROR = Duration.ofMinutes(10);

    private ItemKeys() {}

    static String of(Envelope envelope, String phoneNumberId, String kind, JsonNode json) {
        String key =
                switch (envelope.field() + '/' + kind) {
                    case "messages/messages", "smb_message_echoes/message_echoes" ->
                        joined(phoneNumberId, Json.text(json, "id"));
                    case "messages/statuses" -> status(json);
                    case "messages/errors" -> error(envelope, phoneNumberId, json);
                    case "history/messages", "history/message_echoes" ->
                        joined(phoneNumberId, Json.text(json, "id"), "media");
                    case "smb_app_state_sync/state_sync" ->
                        joined(
                                phoneNumberId,
                                either(json.path("contact"), "phone_number", "user_id"),
                                Json.text(json, "action"),
                                Json.text(json.path("metadata"), "timestamp"));
                    case "user_preferences/user_preferences" ->
                        joined(
                                phoneNumberId,
                                either(json, "wa_id", "user_id"),
                                Json.text(json, "category"),
                                Json.text(json, "timestamp"));
                    case "user_id_update/user_id_update" ->
                        joined(phoneNumberId, Json.text(json.path("user_id"), "current"), Json.text(json, "timestamp"));
                    default -> null;
                };
        return key != null ? key : content(envelope, phoneNumberId, kind, json);
    }

    /** One slice of one thread of one chunk; a number that is linked again begins to count its chunks anew. */
    static String slice(
            Envelope envelope, BusinessNumber number, JsonNode metadata, JsonNode thread, int from, JsonNode slice) {
        String key = joined(
                number.phoneNumberId(),
                String.valueOf(number.linkedAt().getEpochSecond()),
                Json.text(metadata, "phase"),
                Json.text(metadata, "chunk_order"),
                Json.text(thread, "id"),
                String.valueOf(from));
        return key != null ? key : content(envelope, number.phoneNumberId(), "threads", slice);
    }

    /** The content with what stands around it. */
    static String content(Envelope envelope, String phoneNumberId, String kind, JsonNode json) {
        return String.join(
                "|",
                envelope.entryId(),
                envelope.entryTime().asText(),
                envelope.field(),
                phoneNumberId,
                kind,
                sha256(json));
    }

    private static @Nullable String status(JsonNode status) {
        boolean group = "group".equals(Json.text(status, "recipient_type"));
        String recipient = group ? either(status, "recipient_participant_id", "recipient_id") : "";
        return joined(Json.text(status, "id"), Json.text(status, "status"), recipient);
    }

    private static @Nullable String error(Envelope envelope, String phoneNumberId, JsonNode error) {
        long slot = envelope.receivedAt().getEpochSecond() / SAME_ERROR.toSeconds();
        return joined(phoneNumberId, envelope.entryId(), sha256(error), String.valueOf(slot));
    }

    private static @Nullable String either(JsonNode object, String first, String second) {
        String text = Json.text(object, first);
        return text != null ? text : Json.text(object, second);
    }

    private static @Nullable String joined(@Nullable String... parts) {
        StringBuilder key = new StringBuilder();
        for (String part : parts) {
            if (part == null) {
                return null;
            }
            key.append(key.isEmpty() ? "" : "|").append(part);
        }
        return key.toString();
    }

    static String sha256(JsonNode json) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(json.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
