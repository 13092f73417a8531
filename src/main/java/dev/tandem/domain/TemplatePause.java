package dev.tandem.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * How Meta pauses templates for their quality: 3 hours the first time, 6 the second, and the third time it disables them
 * (R75). Stateless.
 */
public final class TemplatePause {

    /** After the first complaint, and wherever Meta does not say which one it is. */
    public static final Duration FIRST = Duration.ofHours(3);

    /** After the second. */
    public static final Duration SECOND = Duration.ofHours(6);

    private TemplatePause() {}

    /** How long a pause lasts at most by what Meta's webhook says beside it. */
    public static Duration length(String title) {
        return title.equals("SECOND_PAUSE") ? SECOND : FIRST;
    }

    /**
     * The status of a template after an event of {@code message_template_status_update}; empty when the event says nothing
     * about whether it may be sent.
     */
    public static Optional<String> statusAfter(TemplateChange change) {
        if (change.title().equals("UNPAUSE")) {
            return Optional.of(Template.APPROVED);
        }
        return switch (change.event()) {
            case "REINSTATED" -> Optional.of(Template.APPROVED);
            // A warning, and the way out of an archive, where another event says what comes of it.
            case "FLAGGED", "UNARCHIVED", "" -> Optional.empty();
            default -> Optional.of(change.event());
        };
    }
}
