package dev.tandem.domain;

import java.util.Locale;

/** Why a window is open or closed. */
public enum WindowReason {
    PERSON_WROTE("The person wrote less than 24 hours ago."),
    NEVER_WROTE("The person has not written to this number since it was linked."),
    WROTE_BEFORE_LINKING("The person's last message is older than the link: it opens nothing."),
    OVER("The person's last message is more than 24 hours old."),
    CLOSED_BY_META("Meta refused a free-form message: the window is closed.");

    private final String advice;

    WindowReason(String advice) {
        this.advice = advice;
    }

    /** A sentence for a person. */
    public String advice() {
        return advice;
    }

    /** The public spelling, as in {@code person_wrote}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
