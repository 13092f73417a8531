package dev.tandem.domain;

import java.util.Locale;

/** Why a window is open or closed. */
public enum WindowReason {
    PERSON_WROTE("The person wrote less than 24 hours ago."),
    NEVER_WROTE("The person has not written to this number since it was linked: only a template may go until they do."),
    WROTE_BEFORE_LINKING(
            "The person's last message is older than the link and opens nothing: only a template may go until they write again."),
    OVER("The person's last message is more than 24 hours old: only a template may go until they write again."),
    CLOSED_BY_META("Meta refused a free-form message: only a template may go until the person writes again.");

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
