package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.AutomationPause;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.Window;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the public body of one event of a webhook, field by field; what does not apply is left out. Not thread-safe. */
final class EventBody {

    private static final int LONGEST_CONTACT = 160;
    private static final int LONGEST_NUMBER = 40;

    private final WebhookItem item;
    private final Channel channel;
    private final String type;
    private final String id;
    private final Map<String, Object> contact = new LinkedHashMap<>();
    private final Map<String, Object> rest = new LinkedHashMap<>();
    private String origin = "meta";
    private @Nullable String direction;
    private Instant occurredAt;

    EventBody(WebhookItem item, String type, String businessKey) {
        this.item = item;
        this.channel = item.channel();
        this.type = type;
        this.id = Event.idOf(channel, businessKey);
        this.occurredAt = item.envelope().receivedAt();
    }

    EventBody occurredAt(Instant at) {
        occurredAt = at;
        return this;
    }

    EventBody from(String whose, @Nullable String way) {
        origin = whose;
        direction = way;
        return this;
    }

    EventBody contact(@Nullable String waId, @Nullable String userId, @Nullable String name) {
        put(contact, "waId", waId);
        put(contact, "userId", userId);
        put(contact, "name", name);
        return this;
    }

    EventBody username(@Nullable String username) {
        put(contact, "username", username);
        return this;
    }

    /** @param card what stands beside the message about the person and nobody here acts on, missing when there is none */
    EventBody card(JsonNode card) {
        put(contact, "parentUserId", Json.text(card, "parent_user_id"));
        put(contact, "identityKeyHash", Json.text(card, "identity_key_hash"));
        return this;
    }

    EventBody message(@Nullable String messageId, @Nullable String text, List<Map<String, Object>> media) {
        put(rest, "messageId", messageId);
        put(rest, "type", type);
        put(rest, "text", text);
        put(rest, "media", media.isEmpty() ? null : media);
        return this;
    }

    /** @param advice what a person is told in place of a message that Meta did not hand over, null of any other */
    EventBody advice(@Nullable String advice) {
        put(rest, "advice", advice);
        return this;
    }

    /**
     * @param replyTo the message that it answers
     * @param originalMessageId the message that it edits, recalls or reacts to
     */
    EventBody about(@Nullable String replyTo, @Nullable String originalMessageId) {
        put(rest, "replyTo", replyTo);
        put(rest, "originalMessageId", originalMessageId);
        return this;
    }

    EventBody window(Window window) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("open", window.open());
        put(
                body,
                "closesAt",
                window.closesAt() == null ? null : window.closesAt().toString());
        body.put("reason", window.reason().code());
        rest.put("window", body);
        return this;
    }

    /** @param pause why nothing answers by itself in this conversation, null when something may */
    EventBody automation(@Nullable AutomationPause pause) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("paused", pause != null);
        put(
                body,
                "until",
                pause == null || pause.until() == null ? null : pause.until().toString());
        rest.put("automation", body);
        return this;
    }

    /** @param contactKey the person's key, empty when it is about nobody */
    Event build(String contactKey) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("schema", 1);
        body.put("channel", channel.code());
        body.put("number", number());
        put(body, "contact", contact.isEmpty() ? null : contact);
        body.put("occurredAt", occurredAt.toString());
        body.put("receivedAt", item.envelope().receivedAt().toString());
        body.put("origin", origin);
        put(body, "direction", direction);
        body.put("type", type);
        body.putAll(rest);
        JsonNode json = item.json();
        body.put("item", json);
        return new Event(
                id,
                channel,
                cut(item.phoneNumberId(), LONGEST_NUMBER),
                cut(contactKey, LONGEST_CONTACT),
                type,
                null,
                body);
    }

    private Map<String, Object> number() {
        Map<String, Object> number = new LinkedHashMap<>();
        put(number, "phoneNumberId", item.phoneNumberId().isEmpty() ? null : item.phoneNumberId());
        BusinessNumber known = item.number();
        if (known != null) {
            number.put("displayPhoneNumber", known.displayPhoneNumber());
            number.put("alias", known.alias());
        }
        return number;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
