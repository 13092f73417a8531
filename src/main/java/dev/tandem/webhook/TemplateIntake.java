package dev.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateChange;
import dev.tandem.domain.TemplateName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hears what Meta says of templates (webhook-events.md §9); what names no configured number passes by. Thread-safe. */
public final class TemplateIntake {

    private static final int LONGEST_EVENT = 60;
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_LANGUAGE = 40;

    private final TemplateNews news;

    public TemplateIntake(TemplateNews news) {
        this.news = news;
    }

    /**
     * Takes in an item of the template channel.
     *
     * @throws BrokenItemException when a name in it is longer than any that Meta makes
     */
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
        String event = text(json, "event", LONGEST_EVENT);
        String name = text(json, "message_template_name", LONGEST_NAME);
        String language = text(json, "message_template_language", LONGEST_LANGUAGE);
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

    private static @Nullable String text(JsonNode json, String field, int longest) {
        return Json.text(json, field) == null ? null : Json.required(json, field, longest);
    }
}
