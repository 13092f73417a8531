package dev.tandem.domain;

import java.util.Arrays;
import java.util.Locale;

/** When a number's history is asked for if no person asks before. It can be asked for once per linking and within 24 hours (R17, R18). */
public enum AutoHistory {
    /** As soon as the contacts have been asked for. */
    AT_ONCE,
    /** In the last of the 24 hours. */
    LAST_HOUR,
    /** Only by a person. */
    NEVER;

    /** The public spelling, as in {@code last-hour}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * By its public spelling.
     *
     * @throws IllegalArgumentException when it is none of them; the text names all
     */
    public static AutoHistory parse(String code) {
        return Arrays.stream(values())
                .filter(plan -> plan.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "autoHistory: '" + code + "' is none of at-once, last-hour and never"));
    }
}
