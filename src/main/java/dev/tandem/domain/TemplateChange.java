package dev.tandem.domain;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Meta's webhook says of the status of a template.
 *
 * @param event Meta's word in upper case, as in {@code PAUSED}
 * @param title what stands beside it, as in {@code FIRST_PAUSE} or {@code UNPAUSE}; empty when nothing does
 * @param at Meta's time of the event, null when it says none
 * @param receivedAt when it came in
 */
public record TemplateChange(
        TemplateName template,
        String event,
        String title,
        @Nullable Instant at,
        Instant receivedAt) {

    public TemplateChange {
        event = event.toUpperCase(Locale.ROOT);
        title = title.toUpperCase(Locale.ROOT);
    }

    /** By which the order of changes is told. */
    public Instant toldAt() {
        return at != null ? at : receivedAt;
    }
}
