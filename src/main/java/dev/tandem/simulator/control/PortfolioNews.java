package dev.tandem.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.webhook.Postman;
import dev.tandem.simulator.webhook.Receipt;
import dev.tandem.simulator.webhook.WebhookItem;

/** Tells the receiver what the business may do: {@code business_capability_update}. Thread-safe. */
final class PortfolioNews {
    private static final int MOST_NUMBERS = 20;

    private final Postman postman;

    PortfolioNews(Postman postman) {
        this.postman = postman;
    }

    /** Posts the messaging limit of the portfolio to the account of this number. */
    void limitIs(SimulatedNumber number) {
        ObjectNode value = MetaJson.object()
                .put("max_daily_conversations_per_business", number.tier().name())
                .put("max_phone_numbers_per_business", MOST_NUMBERS)
                .put("max_phone_numbers_per_waba", MOST_NUMBERS);
        postman.offer(new WebhookItem(number.profile(), "business_capability_update", null, value, null, Receipt.NONE));
    }
}
