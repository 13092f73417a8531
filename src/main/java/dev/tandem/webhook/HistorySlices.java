package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.webhook.WebhookItem.Envelope;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a chunk of history into one item per thread and slice of at most 500 messages, so that no event gets larger than a
 * team can take. Each carries the chunk's metadata, because phase and progress are known nowhere else.
 */
final class HistorySlices {

    /** The kind of an item that is a slice of a thread. */
    static final String THREADS = "threads";

    private static final int LONGEST = 500;

    private HistorySlices() {}

    static List<WebhookItem> of(Envelope envelope, BusinessNumber number, JsonNode chunk) {
        JsonNode metadata = chunk.path("metadata");
        List<WebhookItem> items = new ArrayList<>();
        for (JsonNode thread : chunk.path(THREADS)) {
            JsonNode messages = thread.path("messages");
            for (int from = 0; from == 0 || from < messages.size(); from += LONGEST) {
                JsonNode slice = slice(metadata, thread, messages, from);
                String key = ItemKeys.slice(envelope, number, metadata, thread, from, slice);
                items.add(item(envelope, number, THREADS, slice, key));
            }
        }
        if (items.isEmpty()) {
            // Refused (2593109), or a chunk that only tells the progress. Not the envelope's id alone is the key:
            // the same refusal after another linking is another one.
            String key = number.linkedAt().getEpochSecond() + "|"
                    + ItemKeys.content(envelope, number.phoneNumberId(), "history", chunk);
            items.add(item(envelope, number, "history", chunk, key));
        }
        return items;
    }

    private static JsonNode slice(JsonNode metadata, JsonNode thread, JsonNode messages, int from) {
        ObjectNode slice = Json.MAPPER.createObjectNode();
        thread.properties().forEach(field -> slice.set(field.getKey(), field.getValue()));
        if (!metadata.isMissingNode()) {
            slice.set("metadata", metadata);
        }
        ArrayNode some = slice.putArray("messages");
        for (int i = from; i < Math.min(messages.size(), from + LONGEST); i++) {
            some.add(messages.get(i));
        }
        return slice;
    }

    private static WebhookItem item(Envelope envelope, BusinessNumber number, String kind, JsonNode json, String key) {
        return new WebhookItem(Channel.HISTORY, envelope, kind, number, number.phoneNumberId(), json, key, null);
    }
}
