package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Channel;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.webhook.WebhookItem.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the body of a webhook into its items: {@code entry[]}, {@code changes[]}, then the arrays of the field. It never
 * throws for what stands in the body: what cannot be understood becomes an item with a fault, so that it loses none of its
 * neighbours. Thread-safe.
 */
public final class WebhookSplitter {

    /** The kind of an item that is the whole value of a change. */
    static final String VALUE = "value";

    /** The kind of an item that is the whole body, or a part that has no place in an envelope. */
    static final String BODY = "body";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSplitter.class);

    private final NumberDirectory numbers;

    public WebhookSplitter(NumberDirectory numbers) {
        this.numbers = numbers;
    }

    /** All items in the order in which they stand in the body. */
    public List<WebhookItem> split(byte[] body, Instant receivedAt, boolean redelivered) {
        Envelope none = new Envelope("", MissingNode.getInstance(), "", missing(), missing(), receivedAt, redelivered);
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(body);
        } catch (IOException e) {
            return List.of(broken(none, asText(body), "The body is no JSON: " + e.getMessage()));
        }
        if (!root.path("entry").isArray()) {
            return List.of(broken(none, root, "The body has no list 'entry'"));
        }
        List<WebhookItem> items = new ArrayList<>();
        for (JsonNode entry : root.path("entry")) {
            splitEntry(entry, none, items);
        }
        return items;
    }

    private void splitEntry(JsonNode entry, Envelope around, List<WebhookItem> items) {
        if (!entry.path("changes").isArray()) {
            items.add(broken(around, entry, "An entry has no list 'changes'"));
            return;
        }
        for (JsonNode change : entry.path("changes")) {
            String field = Json.text(change, "field");
            JsonNode value = change.path("value");
            if (field == null || !value.isObject()) {
                items.add(broken(around, change, "A change has no 'field' or no object 'value'"));
                continue;
            }
            Envelope envelope = new Envelope(
                    entry.path("id").asText(""),
                    entry.path("time"),
                    field,
                    value.path("metadata"),
                    value.path("contacts"),
                    around.receivedAt(),
                    around.redelivered());
            splitValue(envelope, value, items);
        }
    }

    private void splitValue(Envelope envelope, JsonNode value, List<WebhookItem> items) {
        String phoneNumberId = Json.text(envelope.metadata(), "phone_number_id");
        if (phoneNumberId == null) {
            wholeValue(envelope, value, items);
            return;
        }
        Optional<BusinessNumber> number = numbers.find(phoneNumberId);
        if (number.isEmpty()) {
            LOG.warn(
                    "A webhook of field {} came for the number {}, which is not configured: kept on channel other",
                    envelope.field(),
                    phoneNumberId);
        }
        int before = items.size();
        for (Map.Entry<String, Channel> array : Fields.arrays(envelope.field()).entrySet()) {
            JsonNode elements = value.path(array.getKey());
            Cut cut = new Cut(envelope, number.orElse(null), phoneNumberId, array.getKey(), array.getValue());
            if (elements.isArray()) {
                elements.forEach(element -> splitElement(cut, element, items));
            } else if (!elements.isMissingNode()) {
                items.add(broken(envelope, value, "'" + array.getKey() + "' is no list"));
            }
        }
        if (items.size() == before) {
            Channel channel = number.isPresent() ? Fields.whole(envelope.field()) : Channel.OTHER;
            items.add(whole(envelope, channel, number.orElse(null), phoneNumberId, value));
        }
    }

    /** What the elements of one array have in common. */
    private record Cut(
            Envelope envelope, @Nullable BusinessNumber number, String phoneNumberId, String kind, Channel channel) {}

    private void splitElement(Cut cut, JsonNode element, List<WebhookItem> items) {
        if (!element.isObject()) {
            items.add(broken(cut.envelope(), element, "An element of '" + cut.kind() + "' is no object"));
        } else if (cut.number() != null && cut.kind().equals("history")) {
            items.addAll(HistorySlices.of(cut.envelope(), cut.number(), element));
        } else {
            // Groups are no part of coexistence: their messages must not get into the talk with a single person.
            boolean elsewhere =
                    cut.number() == null || (cut.channel() == Channel.MESSAGE && element.hasNonNull("group_id"));
            items.add(new WebhookItem(
                    elsewhere ? Channel.OTHER : cut.channel(),
                    cut.envelope(),
                    cut.kind(),
                    cut.number(),
                    cut.phoneNumberId(),
                    element,
                    ItemKeys.of(cut.envelope(), cut.phoneNumberId(), cut.kind(), element),
                    null));
        }
    }

    /** Account and template fields name an account: each of its numbers is told, or nobody's when none is configured. */
    private void wholeValue(Envelope envelope, JsonNode value, List<WebhookItem> items) {
        if (!Fields.arrays(envelope.field()).isEmpty()) {
            items.add(broken(envelope, value, "The field '" + envelope.field() + "' says no phone_number_id"));
            return;
        }
        List<BusinessNumber> concerned = concerned(envelope, value);
        Channel channel = Fields.whole(envelope.field());
        for (BusinessNumber number : concerned) {
            items.add(whole(envelope, channel, number, number.phoneNumberId(), value));
        }
        if (concerned.isEmpty()) {
            items.add(whole(envelope, channel, null, "", value));
        }
    }

    private List<BusinessNumber> concerned(Envelope envelope, JsonNode value) {
        String phone = Person.digits(Json.text(value, "phone_number"));
        phone = phone != null ? phone : Person.digits(Json.text(value, "display_phone_number"));
        if (phone != null) {
            return numbers.find(phone).stream().toList();
        }
        String named = Json.text(value.path("waba_info"), "waba_id");
        String account = named != null ? named : envelope.entryId();
        return numbers.all().stream()
                .filter(number -> number.wabaId().equals(account))
                .toList();
    }

    private static WebhookItem whole(
            Envelope envelope, Channel channel, @Nullable BusinessNumber number, String phoneNumberId, JsonNode value) {
        String key = ItemKeys.content(envelope, phoneNumberId, VALUE, value);
        return new WebhookItem(channel, envelope, VALUE, number, phoneNumberId, value, key, null);
    }

    private static WebhookItem broken(Envelope envelope, JsonNode part, String fault) {
        String key = ItemKeys.content(envelope, "", BODY, part);
        return new WebhookItem(Channel.OTHER, envelope, BODY, null, "", part, key, fault);
    }

    /** The body as text where it is text, else as bytes. */
    private static JsonNode asText(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            // A NUL is valid UTF-8, but no text that a database takes.
            return text.indexOf('\0') < 0
                    ? JsonNodeFactory.instance.textNode(text)
                    : JsonNodeFactory.instance.binaryNode(body);
        } catch (CharacterCodingException e) {
            return JsonNodeFactory.instance.binaryNode(body);
        }
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }
}
