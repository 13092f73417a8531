package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateChange;
import dev.tandem.domain.TemplateName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hears what Meta says of templates (webhook-events.md §9); what names no configured number passes by. Thread-safe. */
public final class TemplateIntake {

    private final TemplateNews news;

    public TemplateIntake(TemplateNews news) {
        this.news = news;
    }

    /** Takes in an item of the template channel. */
    public void take(WebhookItem item) {
        BusinessNumber number = item.number();
        if (number == null) {
            return;
        }
        TemplateChange change = item.envelope().field().equals("message_template_status_update") ? change(item) : null;
        if (change != null) {
            news.changed(number, change);
        } else {
            news.outdated(number);
        }
    }

    private static @Nullable TemplateChange change(WebhookItem item) {
        JsonNode json = item.json();
        String event = Json.text(json, "event");
        String name = Json.text(json, "message_template_name");
        String language = Json.text(json, "message_template_language");
        if (event == null || name == null || language == null) {
            return null;
        }
        return new TemplateChange(
                // Meta writes en-US as well as en_US here, and only the latter anywhere else.
                new TemplateName(name, language.replace('-', '_')),
                event,
                Objects.requireNonNullElse(Json.text(json.path("other_info"), "title"), ""),
                Json.time(item.envelope().entryTime()),
                item.envelope().receivedAt());
    }
}
