package dev.tandem.domain;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Meta takes a template for; price and rules follow it, and Meta may change it (R74). */
public enum TemplateCategory {
    MARKETING,
    UTILITY,
    AUTHENTICATION;

    /** Reads Meta's word; empty for one that nobody knows. */
    public static Optional<TemplateCategory> parse(@Nullable String word) {
        for (TemplateCategory category : values()) {
            if (word != null && category.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }
}
