package dev.tandem.domain;

import java.util.Locale;

/** Where a file stands that somebody sent. */
public enum MediaState {
    /** The engine fetches it, or will try again. */
    FETCHING,
    /** It is on the shelf. */
    READY,
    /** It can never be had any more; a {@link Cause} says why. */
    GONE;

    /** The public spelling. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back. */
    public static MediaState parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
