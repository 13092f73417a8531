package dev.tandem.domain;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pause of a number holds back. */
public enum PauseScope {
    ALL,
    TEMPLATES,
    FREEFORM,
    CAMPAIGNS;

    /** The pause that an error brings. */
    public static Optional<PauseScope> of(ErrorRow row) {
        if (row.has(ErrorRow.Effect.PAUSE_NUMBER)) {
            return Optional.of(ALL);
        }
        if (row.has(ErrorRow.Effect.PAUSE_TEMPLATES)) {
            return Optional.of(TEMPLATES);
        }
        return row.has(ErrorRow.Effect.PAUSE_CAMPAIGNS) ? Optional.of(CAMPAIGNS) : Optional.empty();
    }

    /** Whether it holds a send of this priority that leaves in this mode. */
    public boolean holds(Priority priority, @Nullable MessageMode mode) {
        return switch (this) {
            case ALL -> true;
            case TEMPLATES -> mode == MessageMode.TEMPLATE;
            case FREEFORM -> mode == MessageMode.FREEFORM;
            case CAMPAIGNS -> priority == Priority.CAMPAIGN;
        };
    }

    /** The public spelling. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back. */
    public static PauseScope parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
