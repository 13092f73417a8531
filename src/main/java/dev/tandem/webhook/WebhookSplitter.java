package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.webhook.JsonBytes.Part;
import dev.tandem.webhook.WebhookItem.Envelope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the body of a webhook into its items: {@code entry[]}, {@code changes[]}, then the arrays of the field. It never
 * throws for what stands in the body, only when newcomers cannot be asked for: what cannot be understood becomes an item with a fault, so that it loses none of its
 * neighbours. Thread-safe.
 */
public final class WebhookSplitter {

    /** The kind of an item that is the whole value of a change. */
    static final String VALUE = "value";

    /** The kind of an item that is the whole body, or a part that has no place in an envelope. */
    static final String BODY = "body";

    private static final String PHONE_NUMBER_ID = "phone_number_id";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSplitter.class);

    private final Addressees addressees;

    /** @param newcomers asked about whoever the directory does not know, before a webhook counts as a stranger's */
    public WebhookSplitter(NumberDirectory numbers, Newcomers newcomers) {
        this.addressees = new Addressees(numbers, newcomers);
    }

    /**
     * All items in the order in which they stand in the body, each made when it is asked for: no tree of the whole body is
     * ever built. What is no JSON to its very end is one item with a fault, because nobody knows where it was cut off.
     *
     * @return for one thread; it keeps the bytes, which must not change meanwhile
     */
    public Iterator<WebhookItem> items(byte[] body, Instant receivedAt, boolean redelivered) {
        Envelope none = new Envelope("", missing(), "", missing(), missing(), receivedAt, redelivered);
        JsonBytes json;
        try {
            json = JsonBytes.of(body);
        } catch (IOException e) {
            return one(broken(none, JsonBytes.text(body, 0, body.length), "The body is no JSON: " + e.getMessage()));
        }
        Map<String, Part> members = json.members(json.root());
        Part entries = members.get("entry");
        if (entries == null && isBare(json, members)) {
            Envelope envelope = envelope(json, "", missing(), "history", members, none);
            return ofValue(json, envelope, phoneNumberId(envelope), json.root(), members);
        }
        if (entries == null && members.containsKey("field")) {
            return ofChange(json, json.root(), none, "", missing());
        }
        if (entries == null || !json.isArray(entries)) {
            return one(broken(none, json.treeOrText(json.root()), "The body has no list 'entry'"));
        }
        return new Chain<>(json.elements(entries), entry -> ofEntry(json, entry, none));
    }

    /** As {@link #items}, in lists of what may be stored together: statuses that follow each other, others by themselves. */
    public Iterator<List<WebhookItem>> runs(byte[] body, Instant receivedAt, boolean redelivered) {
        return new Runs(items(body, receivedAt, redelivered));
    }

    /** As {@link #items}, all at once. */
    public List<WebhookItem> split(byte[] body, Instant receivedAt, boolean redelivered) {
        List<WebhookItem> all = new ArrayList<>();
        items(body, receivedAt, redelivered).forEachRemaining(all::add);
        return all;
    }

    /** Meta's sample of a declined history is a value without anything around it. */
    private static boolean isBare(JsonBytes json, Map<String, Part> members) {
        return Json.text(json.treeOrText(members.get("metadata")), PHONE_NUMBER_ID) != null
                && (members.containsKey("history") || HistoryIntake.isDecline(json.treeOrText(members.get("errors"))));
    }

    private Iterator<WebhookItem> ofEntry(JsonBytes json, Part entry, Envelope around) {
        Map<String, Part> members = json.members(entry);
        Part changes = members.get("changes");
        if (changes == null || !json.isArray(changes)) {
            return one(broken(around, json.treeOrText(entry), "An entry has no list 'changes'"));
        }
        String id = json.treeOrText(members.get("id")).asText("");
        JsonNode time = json.treeOrText(members.get("time"));
        return new Chain<>(json.elements(changes), change -> ofChange(json, change, around, id, time));
    }

    private Iterator<WebhookItem> ofChange(JsonBytes json, Part change, Envelope around, String id, JsonNode time) {
        Map<String, Part> members = json.members(change);
        String field = Json.text(json.treeOrText(members.get("field")));
        Part value = members.get("value");
        if (field == null || value == null || !json.isObject(value)) {
            return one(broken(around, json.treeOrText(change), "A change has no 'field' or no object 'value'"));
        }
        Map<String, Part> inside = json.members(value);
        Envelope envelope = envelope(json, id, time, field, inside, around);
        return Json.text(envelope.metadata(), PHONE_NUMBER_ID) == null
                ? wholeValue(json, envelope, value)
                : ofValue(json, envelope, phoneNumberId(envelope), value, inside);
    }

    private static Envelope envelope(
            JsonBytes json, String id, JsonNode time, String field, Map<String, Part> inside, Envelope around) {
        return new Envelope(
                id,
                time,
                field,
                json.treeOrText(inside.get("metadata")),
                json.treeOrText(inside.get("contacts")),
                around.receivedAt(),
                around.redelivered());
    }

    private static String phoneNumberId(Envelope envelope) {
        return String.valueOf(Json.text(envelope.metadata(), PHONE_NUMBER_ID));
    }

    private Iterator<WebhookItem> ofValue(
            JsonBytes json, Envelope envelope, String phoneNumberId, Part value, Map<String, Part> inside) {
        Optional<BusinessNumber> number = addressees.find(phoneNumberId);
        if (number.isEmpty()) {
            LOG.warn(
                    "A webhook of field {} came for the number {}, which is not configured: kept on channel other",
                    Json.shortened(envelope.field(), 100),
                    Json.shortened(phoneNumberId, 100));
        }
        List<Map.Entry<String, Channel>> present = Fields.arrays(envelope.field()).entrySet().stream()
                .filter(array -> inside.containsKey(array.getKey()))
                .toList();
        Iterator<WebhookItem> items = new Chain<>(present.iterator(), array -> {
            Part elements = inside.get(array.getKey());
            if (elements == null || !json.isArray(elements)) {
                return one(broken(envelope, json.treeOrText(value), "'" + array.getKey() + "' is no list"));
            }
            Cut cut = new Cut(json, envelope, number.orElse(null), phoneNumberId, array.getKey(), array.getValue());
            return new Chain<>(json.elements(elements), element -> ofElement(cut, element));
        });
        if (items.hasNext()) {
            return items;
        }
        Channel channel = number.isPresent() ? Fields.whole(envelope.field()) : Channel.OTHER;
        return one(whole(envelope, channel, number.orElse(null), phoneNumberId, json.treeOrText(value)));
    }

    /** What the elements of one array have in common. */
    private record Cut(
            JsonBytes json,
            Envelope envelope,
            @Nullable BusinessNumber number,
            String phoneNumberId,
            String kind,
            Channel channel) {}

    private static Iterator<WebhookItem> ofElement(Cut cut, Part part) {
        JsonBytes json = cut.json();
        if (!json.isObject(part)) {
            String fault = "An element of '" + cut.kind() + "' is no object";
            return one(broken(cut.envelope(), json.treeOrText(part), fault));
        }
        if (cut.number() != null && cut.kind().equals("history")) {
            return HistorySlices.of(json, cut.envelope(), cut.number(), part);
        }
        try {
            return one(item(cut, json.tree(part)));
        } catch (IOException e) {
            String fault = "An element of '" + cut.kind() + "' cannot be read: " + e.getMessage();
            return one(broken(cut.envelope(), json.text(part), fault));
        }
    }

    private static WebhookItem item(Cut cut, JsonNode element) {
        // Groups are no part of coexistence: their messages must not get into the talk with a single person.
        boolean elsewhere =
                cut.number() == null || (cut.channel() == Channel.MESSAGE && element.hasNonNull("group_id"));
        return new WebhookItem(
                elsewhere ? Channel.OTHER : cut.channel(),
                cut.envelope(),
                cut.kind(),
                cut.number(),
                cut.phoneNumberId(),
                element,
                ItemKeys.of(cut.envelope(), cut.phoneNumberId(), cut.kind(), element),
                null);
    }

    /** Account and template fields name an account: each number that is meant is told, or nobody's when none is configured. */
    private Iterator<WebhookItem> wholeValue(JsonBytes json, Envelope envelope, Part part) {
        JsonNode value = json.treeOrText(part);
        if (!Fields.arrays(envelope.field()).isEmpty()) {
            return one(broken(envelope, value, "The field '" + envelope.field() + "' says no phone_number_id"));
        }
        List<BusinessNumber> concerned = addressees.of(envelope.entryId(), value);
        Channel channel = Fields.whole(envelope.field());
        if (concerned.isEmpty()) {
            return one(whole(envelope, channel, null, "", value));
        }
        return new Chain<>(
                concerned.iterator(), number -> one(whole(envelope, channel, number, number.phoneNumberId(), value)));
    }

    private static WebhookItem whole(
            Envelope envelope, Channel channel, @Nullable BusinessNumber number, String phoneNumberId, JsonNode value) {
        String key = ItemKeys.content(envelope, phoneNumberId, VALUE, value);
        return new WebhookItem(channel, envelope, VALUE, number, phoneNumberId, value, key, null);
    }

    static WebhookItem broken(Envelope envelope, JsonNode part, String fault) {
        String key = ItemKeys.content(envelope, "", BODY, part);
        return new WebhookItem(Channel.OTHER, envelope, BODY, null, "", part, key, fault);
    }

    static Iterator<WebhookItem> one(WebhookItem item) {
        return List.of(item).iterator();
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }
}
