package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.Channel;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The little that an event says about an item nobody acts on.
 *
 * @param type Meta's field, for history what kind of piece it is, for a status Meta's word
 * @param phone the person it is about, if any
 * @param messageId the message it is about, if any
 */
record RawFacts(
        String type,
        String origin,
        @Nullable String phone,
        @Nullable String userId,
        @Nullable String name,
        @Nullable String messageId,
        Instant occurredAt) {

    private static final int LONGEST_TYPE = 60;

    static RawFacts of(WebhookItem item) {
        JsonNode json = item.json();
        String phone = null;
        String userId = null;
        String name = null;
        switch (item.kind()) {
            case "state_sync" -> {
                phone = Json.text(json.path("contact"), "phone_number");
                userId = Json.text(json.path("contact"), "user_id");
                name = Json.text(json.path("contact"), "full_name");
            }
            case "user_preferences" -> {
                phone = Json.text(json, "wa_id");
                userId = Json.text(json, "user_id");
            }
            case "user_id_update" -> {
                phone = Json.text(json, "wa_id");
                userId = Json.text(json.path("user_id"), "current");
            }
            case HistorySlices.THREADS -> {
                // Who it is cannot be said of a broken one.
                Optional<Person> person = thread(json);
                phone = person.map(p -> p.waId() != null ? p.waId() : p.phone()).orElse(null);
                userId = person.map(Person::userId).orElse(null);
            }
            case "statuses" -> {
                phone = Json.text(json, "recipient_id");
                userId = Json.text(json, "recipient_user_id");
            }
            case "messages", "message_echoes" -> {
                String whose = json.has("to") || json.has("to_user_id") ? "to" : "from";
                phone = Json.text(json, whose);
                userId = Json.text(json, whose + "_user_id");
            }
            default -> {
                // About a number or an account, not about a person.
            }
        }
        String origin = item.channel() == Channel.HISTORY ? "history" : "meta";
        return new RawFacts(type(item), origin, phone, userId, name, messageId(item), occurredAt(item));
    }

    /** The person's key, empty when it is about nobody. */
    String contact() {
        String digits = Person.digits(phone);
        return digits != null ? digits : userId == null ? "" : userId;
    }

    private static Optional<Person> thread(JsonNode json) {
        try {
            return Optional.of(Person.ofThread(json));
        } catch (BrokenItemException nobody) {
            return Optional.empty();
        }
    }

    private static String type(WebhookItem item) {
        String type = item.envelope().field();
        if (item.channel() == Channel.STATUS) {
            type = item.json().path("status").asText(type);
        } else if (item.channel() == Channel.HISTORY) {
            type = historyType(item);
        } else if (item.channel() == Channel.ACCOUNT && item.kind().equals("errors")) {
            type = "error";
        }
        return type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE);
    }

    private static String historyType(WebhookItem item) {
        return switch (item.kind()) {
            case HistorySlices.THREADS -> "thread";
            case "messages", "message_echoes" -> "media";
            case "errors" -> "error";
            default -> item.json().has("errors") ? "error" : "progress";
        };
    }

    private static @Nullable String messageId(WebhookItem item) {
        return switch (item.kind()) {
            case "messages", "message_echoes", "statuses" -> Json.text(item.json(), "id");
            default -> null;
        };
    }

    private static Instant occurredAt(WebhookItem item) {
        Instant own = Json.timeOrNull(item.json(), "timestamp");
        if (own == null) {
            own = Json.timeOrNull(item.json().path("metadata"), "timestamp");
        }
        if (own == null) {
            own = Json.time(item.envelope().entryTime());
        }
        return own != null ? own : item.envelope().receivedAt();
    }
}
