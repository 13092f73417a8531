package dev.tandem.steps;

import dev.tandem.webhook.PortfolioIntake;
import dev.tandem.webhook.PreferenceIntake;
import dev.tandem.webhook.TemplateIntake;
import dev.tandem.webhook.WebhookItem;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Steps that act on what a webhook tells, after it is kept and published. Thread-safe. */
@Component("news")
public final class NewsSteps {

    private final PreferenceIntake preferences;
    private final TemplateIntake templates;
    private final PortfolioIntake portfolio;

    public NewsSteps(PreferenceIntake preferences, TemplateIntake templates, PortfolioIntake portfolio) {
        this.preferences = preferences;
        this.templates = templates;
        this.portfolio = portfolio;
    }

    /** Takes down that a person wants no marketing any more, or wants it again. */
    public void preference(@Body WebhookItem item) {
        preferences.preference(item);
    }

    /** Takes down what a person asks for with a word such as STOP. */
    public void stopWord(@Body WebhookItem item) {
        preferences.message(item);
    }

    /** Learns what Meta says of a template; sends that waited for it go. */
    public void template(@Body WebhookItem item) {
        templates.take(item);
    }

    /** Learns how many people the portfolio may write to. */
    public void portfolio(@Body WebhookItem item) {
        portfolio.take(item);
    }
}
