package dev.tandem.domain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Reason} in one concrete case.
 *
 * @param reason which one of the closed list
 * @param detail a sentence for a person about this very case
 * @param metaCode Meta's error code, present exactly with {@link Reason#CLOUD_API} and where a code led to the reason
 */
public record Cause(Reason reason, String detail, @Nullable Integer metaCode) {

    /** A cause of our own, with the reason's general advice as its detail. */
    public static Cause of(Reason reason) {
        return new Cause(reason, reason.advice(), null);
    }

    /** A cause of our own with its particular detail. */
    public static Cause of(Reason reason, String detail) {
        return new Cause(reason, detail, null);
    }

    /** The public spelling: the reason's code, or {@code cloud_api_<code>} for an error of Meta's. */
    public String code() {
        return reason == Reason.CLOUD_API && metaCode != null ? "cloud_api_" + metaCode : reason.code();
    }

    /** Reads {@link #code()} back. */
    public static Cause parse(String code, String detail, @Nullable Integer metaCode) {
        if (code.startsWith("cloud_api_")) {
            return new Cause(Reason.CLOUD_API, detail, Integer.valueOf(code.substring("cloud_api_".length())));
        }
        return new Cause(Reason.valueOf(code.toUpperCase(Locale.ROOT)), detail, metaCode);
    }
}
