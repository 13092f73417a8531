package dev.tandem.simulator.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a webhook: an entry per WhatsApp Business Account, two when it has both dated and other
 * fields, a change per run of like items. */
final class Envelope {
    private final ObjectNode root = MetaJson.object().put("object", "whatsapp_business_account");
    private final Map<String, ArrayNode> changes = new LinkedHashMap<>();
    private final Map<String, ObjectNode> lastValues = new LinkedHashMap<>();
    private final Map<String, WebhookItem> lastItem = new LinkedHashMap<>();
    private final ArrayNode entries = root.putArray("entry");

    private Envelope() {}

    static byte[] of(List<WebhookItem> items, Instant now) {
        Envelope envelope = new Envelope();
        items.forEach(item -> envelope.add(item, now));
        return MetaJson.write(envelope.root);
    }

    private void add(WebhookItem item, Instant now) {
        String entry = entryOf(item);
        WebhookItem last = lastItem.get(entry);
        ObjectNode lastValue = lastValues.get(entry);
        ObjectNode value = last != null && lastValue != null && item.fitsWith(last) ? lastValue : newChange(item, now);
        if (item.list() != null) {
            value.withArray(item.list()).add(item.content());
            addContact(value, item.contact());
        }
        lastItem.put(entry, item);
        lastValues.put(entry, value);
    }

    /** Account and template fields have entries of their own, because only those are dated. */
    private static String entryOf(WebhookItem item) {
        return item.isDated()
                ? "dated " + item.number().wabaId()
                : item.number().wabaId();
    }

    private ObjectNode newChange(WebhookItem item, Instant now) {
        ArrayNode ofEntry = changes.computeIfAbsent(entryOf(item), key -> {
            ObjectNode entry = entries.addObject().put("id", item.number().wabaId());
            if (item.isDated()) {
                entry.put("time", now.getEpochSecond());
            }
            return entry.putArray("changes");
        });
        ObjectNode change = ofEntry.addObject().put("field", item.field());
        if (item.list() == null) {
            change.set("value", item.content());
            return item.content();
        }
        ObjectNode value = change.putObject("value").put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", item.number().digits())
                .put("phone_number_id", item.number().phoneNumberId());
        return value;
    }

    private static void addContact(ObjectNode value, @Nullable ObjectNode contact) {
        if (contact == null) {
            return;
        }
        ArrayNode contacts = value.withArray("contacts");
        for (JsonNode known : contacts) {
            if (known.path("user_id").equals(contact.path("user_id"))) {
                return;
            }
        }
        contacts.add(contact);
    }
}
