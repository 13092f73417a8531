package dev.tandem.domain;

import java.util.Locale;

/** Who gave a person the name that is shown, the one that counts most first. */
public enum NameSource {
    CRM,
    PHONE_BOOK,
    /** The person, or what WhatsApp calls them. */
    PROFILE;

    /** Reads {@link #code()} back. */
    public static NameSource parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The public spelling, as in {@code phone_book}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
