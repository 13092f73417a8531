package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.webhook.JsonBytes.Part;
import dev.tandem.webhook.WebhookItem.Envelope;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a chunk of history into one item per thread and slice of at most 500 messages, so that no event gets larger than a
 * team can take. Each carries the chunk's metadata, because phase and progress are known nowhere else. Slices are made while
 * they are asked for: a chunk may be as large as a webhook. After the last slice an item says what was in the chunk.
 */
final class HistorySlices {

    /** The kind of an item that is a slice of a thread. */
    static final String THREADS = "threads";

    /** The kind of an item that comes after all slices of a chunk: what was in it. */
    static final String CHUNK = "chunk";

    /** The kind of an item that is a chunk without threads. */
    static final String HISTORY = "history";

    private static final String MESSAGES = "messages";
    private static final int LONGEST = 500;

    private final JsonBytes json;
    private final Envelope envelope;
    private final BusinessNumber number;
    private final JsonNode metadata;

    /** Messages in the slices that were taken so far. */
    private long count;

    private HistorySlices(JsonBytes json, Envelope envelope, BusinessNumber number, JsonNode metadata) {
        this.json = json;
        this.envelope = envelope;
        this.number = number;
        this.metadata = metadata;
    }

    /** The items of one chunk, which is an object. */
    static Iterator<WebhookItem> of(JsonBytes json, Envelope envelope, BusinessNumber number, Part chunk) {
        Map<String, Part> members = json.members(chunk);
        JsonNode metadata = json.treeOrText(members.get("metadata"));
        HistorySlices slices = new HistorySlices(json, envelope, number, metadata);
        Part threads = members.get(THREADS);
        if (threads != null && json.isArray(threads)) {
            Iterator<Part> each = json.elements(threads);
            if (each.hasNext()) {
                return new Chain<>(
                        List.<Supplier<Iterator<WebhookItem>>>of(() -> new Chain<>(each, slices::ofThread), slices::end)
                                .iterator(),
                        Supplier::get);
            }
        }
        return slices.whole(chunk);
    }

    /** Refused (2593109), or a chunk that only tells the progress. */
    private Iterator<WebhookItem> whole(Part chunk) {
        JsonNode tree = json.treeOrText(chunk);
        // Not the envelope's id alone is the key: the same refusal after another linking is another one.
        String key = number.linkedAt().getEpochSecond() + "|"
                + ItemKeys.content(envelope, number.phoneNumberId(), "history", tree);
        return WebhookSplitter.one(item(HISTORY, tree, key));
    }

    /** Tells which part is over, once all its slices were taken: so none is called stored before it is. */
    private Iterator<WebhookItem> end() {
        if (ChunkFacts.of(metadata, count, envelope.receivedAt()).isEmpty()) {
            return Collections.emptyIterator();
        }
        ObjectNode tree = Json.MAPPER.createObjectNode();
        tree.set("metadata", metadata);
        tree.put(MESSAGES, count);
        return WebhookSplitter.one(item(CHUNK, tree, ItemKeys.content(envelope, number.phoneNumberId(), CHUNK, tree)));
    }

    private Iterator<WebhookItem> ofThread(Part thread) {
        if (!json.isObject(thread)) {
            return broken(thread, "A thread of the history is no object");
        }
        Map<String, Part> members = json.members(thread);
        Part messages = members.get(MESSAGES);
        if (messages != null
                && !json.isArray(messages)
                && !json.treeOrText(messages).isNull()) {
            return broken(thread, "'messages' of a thread of the history is no list");
        }
        ObjectNode head = Json.MAPPER.createObjectNode();
        members.forEach(
                (name, part) -> head.set(name, name.equals(MESSAGES) ? head.arrayNode() : json.treeOrText(part)));
        if (!metadata.isMissingNode()) {
            head.set("metadata", metadata);
        }
        return new Slices(head, json.isArray(messages) ? messages : null);
    }

    /** A slice as a chunk of one thread, so that it can come in again by itself. */
    static void putBack(ObjectNode value, JsonNode slice) {
        ObjectNode thread = slice.deepCopy();
        JsonNode metadata = thread.remove("metadata");
        ObjectNode chunk = value.putArray(HISTORY).addObject();
        if (metadata != null) {
            chunk.set("metadata", metadata);
        }
        chunk.putArray(THREADS).add(thread);
    }

    private Iterator<WebhookItem> broken(Part part, String fault) {
        return WebhookSplitter.one(WebhookSplitter.broken(envelope, json.treeOrText(part), fault));
    }

    private WebhookItem item(String kind, JsonNode tree, String key) {
        return new WebhookItem(Channel.HISTORY, envelope, kind, number, number.phoneNumberId(), tree, key, null);
    }

    /** The slices of one thread; one without messages, too, is told. */
    private final class Slices implements Iterator<WebhookItem> {

        private final ObjectNode head;
        private final Iterator<Part> messages;
        private int from;

        Slices(ObjectNode head, @Nullable Part messages) {
            this.head = head;
            this.messages = messages == null ? Collections.emptyIterator() : json.elements(messages);
        }

        @Override
        public boolean hasNext() {
            return from == 0 || messages.hasNext();
        }

        @Override
        public WebhookItem next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ObjectNode slice = head.objectNode().setAll(head);
            ArrayNode some = slice.putArray(MESSAGES);
            while (some.size() < LONGEST && messages.hasNext()) {
                some.add(json.treeOrText(messages.next()));
            }
            count += some.size();
            String key = ItemKeys.slice(envelope, number, metadata, head, from, slice);
            from += LONGEST;
            return item(THREADS, slice, key);
        }
    }
}
