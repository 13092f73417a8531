package dev.tandem.webhook;

import dev.tandem.domain.PortfolioTier;
import java.util.Set;

/** Takes in what Meta says of the portfolio's limit of people (R70, R73). Thread-safe. */
public final class PortfolioIntake {

    private static final Set<String> FIELDS = Set.of("business_capability_update", "phone_number_quality_update");

    private final PortfolioNews news;

    public PortfolioIntake(PortfolioNews news) {
        this.news = news;
    }

    /** Takes in an item of the account channel; most of them say nothing of the limit. */
    public void take(WebhookItem item) {
        String word = Json.text(item.json(), "max_daily_conversations_per_business");
        if (word != null && FIELDS.contains(item.envelope().field())) {
            PortfolioTier.parse(word).ifPresent(news::limit);
        }
    }
}
