package dev.tandem.domain;

import java.util.Locale;

/** Which send leaves first: the order of the constants is the order of leaving. */
public enum Priority {
    OTP,
    TRANSACTIONAL,
    REPLY,
    CAMPAIGN;

    /** The public spelling, as in {@code transactional}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()} back. */
    public static Priority parse(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** The priority that a JMS priority (0 to 9) stands for when the body names none. */
    public static Priority ofJms(int jmsPriority) {
        if (jmsPriority >= 8) {
            return OTP;
        }
        if (jmsPriority >= 4) {
            return TRANSACTIONAL;
        }
        return jmsPriority == 3 ? REPLY : CAMPAIGN;
    }
}
