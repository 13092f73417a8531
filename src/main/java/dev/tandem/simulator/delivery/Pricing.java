package dev.tandem.simulator.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;

/**
 * The price Meta names in a status (R84 to R88).
 *
 * @param category {@code utility}, {@code marketing}, {@code authentication}, {@code service}, {@code
 *     referral_conversion}
 * @param type {@code regular}, {@code free_customer_service} or {@code free_entry_point}
 */
public record Pricing(String category, String type) {

    ObjectNode toJson() {
        return MetaJson.object()
                .put("billable", type.equals("regular"))
                .put("pricing_model", "PMP")
                .put("type", type)
                .put("category", category);
    }
}
