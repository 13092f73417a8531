package dev.tandem.simulator.delivery;

import dev.tandem.simulator.template.Template;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prices by the rules of October 2026: free inside a free entry point, the first 1,000 service messages of a number and
 * month free, everything else charged. Thread-safe.
 */
public final class Prices {
    private static final int FREE_SERVICE_MESSAGES = 1000;

    private final Map<String, Integer> serviceMessages = new ConcurrentHashMap<>();

    /**
     * The price of a send.
     *
     * @param template the template it uses, null for a free-form message
     * @param freeEntryUntil end of the free entry point, null without one
     */
    public Pricing of(
            String phoneNumberId, @Nullable Template template, @Nullable Instant freeEntryUntil, Instant now) {
        if (freeEntryUntil != null) {
            return new Pricing("referral_conversion", "free_entry_point");
        }
        if (template != null) {
            return new Pricing(template.category().toLowerCase(Locale.ROOT), "regular");
        }
        String numberAndMonth = phoneNumberId + ' ' + YearMonth.from(now.atOffset(ZoneOffset.UTC));
        int count = serviceMessages.merge(numberAndMonth, 1, Integer::sum);
        return new Pricing("service", count <= FREE_SERVICE_MESSAGES ? "free_customer_service" : "regular");
    }
}
