package dev.tandem.simulator.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.delivery.DeliveryEvent;
import dev.tandem.simulator.delivery.MessageHistory;
import dev.tandem.simulator.meta.MetaJson;
import java.util.Locale;

/**
 * Delivery events in JSON. Meta's pages of the two calls differ: inside a history an event has a {@code timestamp},
 * alone it is the node of an edge with an {@code occurrence_timestamp}.
 */
final class HistoryJson {
    private HistoryJson() {}

    /**
     * An event.
     *
     * @param upperCase status in the words of Meta's page, {@code SENT} … {@code ERROR}, else in those of webhooks
     */
    static ObjectNode event(MessageHistory history, int at, boolean upperCase) {
        return json(history, at, upperCase, "timestamp");
    }

    /** An event as the node of an edge, in the words of Meta's page. */
    static ObjectNode node(MessageHistory history, int at) {
        return json(history, at, true, "occurrence_timestamp");
    }

    private static ObjectNode json(MessageHistory history, int at, boolean upperCase, String timestamp) {
        DeliveryEvent event = history.events().get(at);
        boolean taken = event.state() == DeliveryEvent.State.ACKNOWLEDGED;
        return MetaJson.object()
                .put("id", history.id() + at)
                .put("delivery_status", upperCase ? documented(event.status()) : event.status())
                .put(timestamp, event.timestamp())
                .put("webhook_update_state", taken ? "SUCCESS" : "ERROR")
                .put("error_description", event.error());
    }

    private static String documented(String status) {
        return status.equals("failed") ? "ERROR" : status.toUpperCase(Locale.ROOT);
    }
}
