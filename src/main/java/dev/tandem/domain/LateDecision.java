package dev.tandem.domain;

import org.jspecify.annotations.Nullable;

/** What to do with a send at the moment it leaves: decided late, by the window as it is then. */
public enum LateDecision {
    TEMPLATE,
    /** The number's own default template, which has no parameters. */
    DEFAULT_TEMPLATE,
    FREEFORM,
    /** Wait until the person writes. */
    HOLD,
    /** Refuse with {@link Reason#WINDOW_CLOSED_NO_TEMPLATE}. */
    REFUSE;

    /**
     * The rule: both given, free-form while the window is open and the template otherwise; only a template, always the
     * template; only a message and a closed window, what the request says, else the number's default template.
     *
     * @param whenClosed what the request says for a closed window, null when it says nothing
     */
    public static LateDecision of(
            boolean hasMessage,
            boolean hasTemplate,
            @Nullable WhenClosed whenClosed,
            boolean numberHasDefaultTemplate,
            boolean windowOpen) {
        if (hasMessage && windowOpen) {
            return FREEFORM;
        }
        if (hasTemplate) {
            return TEMPLATE;
        }
        if (whenClosed == null && numberHasDefaultTemplate) {
            return DEFAULT_TEMPLATE;
        }
        return whenClosed == WhenClosed.HOLD ? HOLD : REFUSE;
    }
}
