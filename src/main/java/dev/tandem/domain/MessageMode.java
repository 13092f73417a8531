package dev.tandem.domain;

import java.util.Locale;

/** The two forms in which a message may leave. */
public enum MessageMode {
    TEMPLATE,
    FREEFORM;

    /** The public spelling, as in {@code freeform}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
