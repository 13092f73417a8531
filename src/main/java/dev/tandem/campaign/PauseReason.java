package dev.tandem.campaign;

import java.util.Locale;

/** Why a campaign is paused. */
public enum PauseReason {
    /** A person paused it. */
    OPERATOR,
    /** Too large a share of its rows failed. */
    FAILURES,
    /** Meta finds the quality of a number low. */
    QUALITY,
    /** Meta paused or disabled a template. */
    TEMPLATE,
    /** A number is no longer linked to its phone. */
    UNLINKED;

    /** The public spelling. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back. */
    public static PauseReason parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
