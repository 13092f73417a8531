package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a webhook tells.
 *
 * @param kind the array it stood in, as in {@code statuses}, or {@code value} when the whole value is one item
 * @param number the number it is about, null when it is about none that is configured
 * @param phoneNumberId the number as Meta says it, empty when it says none
 * @param json Meta's object, untouched
 * @param key the business key: the same thing coming again has the same
 * @param fault why it cannot be understood at all, null for an item that can
 */
public record WebhookItem(
        Channel channel,
        Envelope envelope,
        String kind,
        @Nullable BusinessNumber number,
        String phoneNumberId,
        JsonNode json,
        String key,
        @Nullable String fault) {

    /**
     * What stands around an item.
     *
     * @param entryId the WhatsApp business account, for some events the partner's business id
     * @param entryTime the time beside it, which only account and template fields have
     * @param metadata the number's ids, missing where the field has none
     * @param contacts the persons beside messages, missing where there are none
     * @param redelivered whether an earlier attempt to handle it was broken off
     */
    public record Envelope(
            String entryId,
            JsonNode entryTime,
            String field,
            JsonNode metadata,
            JsonNode contacts,
            Instant receivedAt,
            boolean redelivered) {}

    /** The number of an item on a channel that only configured numbers have. */
    BusinessNumber numberOrThrow() {
        if (number == null) {
            throw new IllegalStateException("An item of channel " + channel.code() + " came without its number");
        }
        return number;
    }

    /** The item in a webhook of its own, so that it can be put into the queue again by itself. */
    JsonNode alone() {
        if (kind.equals(WebhookSplitter.BODY)) {
            return json;
        }
        JsonNodeFactory make = JsonNodeFactory.instance;
        ObjectNode change = make.objectNode().put("field", envelope.field());
        if (kind.equals(WebhookSplitter.VALUE)) {
            change.set("value", json);
        } else {
            ObjectNode value = change.putObject("value").put("messaging_product", "whatsapp");
            setIfPresent(value, "metadata", envelope.metadata());
            setIfPresent(value, "contacts", envelope.contacts());
            if (kind.equals(HistorySlices.THREADS)) {
                HistorySlices.putBack(value, json);
            } else {
                value.putArray(kind).add(json);
            }
        }
        ObjectNode entry = make.objectNode().put("id", envelope.entryId());
        setIfPresent(entry, "time", envelope.entryTime());
        entry.putArray("changes").add(change);
        ObjectNode webhook = make.objectNode().put("object", "whatsapp_business_account");
        webhook.putArray("entry").add(entry);
        return webhook;
    }

    private static void setIfPresent(ObjectNode object, String field, JsonNode value) {
        if (!value.isMissingNode()) {
            object.set(field, value);
        }
    }
}
