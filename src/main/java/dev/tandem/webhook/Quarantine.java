package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts aside what could not be understood, with the reason. Thread-safe. */
public final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final WebhookItems items;

    public Quarantine(WebhookItems items) {
        this.items = items;
    }

    /** Keeps the item once, with what is wrong with it. */
    public void take(WebhookItem item, BrokenItemException fault) {
        String detail = String.valueOf(fault.getMessage());
        String field = item.envelope().field();
        LOG.warn(
                "A part of a webhook was put into quarantine, field '{}': {}",
                Json.shortened(field, 100),
                Json.shortened(detail, 500));
        JsonNode raw = item.alone();
        items.quarantine(new WebhookItems.Quarantined(
                ItemKeys.sha256(raw),
                item.envelope().receivedAt(),
                detail,
                field,
                item.phoneNumberId(),
                isPlain(raw) ? raw.asText() : raw.toString(),
                raw.isBinary()));
    }

    /** A body that is no JSON is kept as it is; a part of JSON is kept as JSON, where a NUL is escaped. */
    private static boolean isPlain(JsonNode raw) {
        return raw.isBinary() || (raw.isTextual() && raw.asText().indexOf('\0') < 0);
    }
}
