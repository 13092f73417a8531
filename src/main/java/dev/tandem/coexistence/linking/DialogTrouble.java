package dev.tandem.coexistence.linking;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.util.Locale;

/** What Meta's words about a linking mean. Meta has no codes for them, so they are told by their words. */
public final class DialogTrouble {

    private DialogTrouble() {}

    /** The cause behind Meta's words; {@code otherwise} when they tell of none that is known. */
    public static Reason reason(String words, Reason otherwise) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("credit")) {
            return Reason.CREDIT_LINE_SHARED;
        }
        if (lower.contains("country") || lower.contains("region")) {
            return Reason.COUNTRY_NOT_ALLOWED;
        }
        if (lower.contains("business app") && (lower.contains("update") || lower.contains("not "))) {
            return Reason.NUMBER_NOT_IN_APP;
        }
        return otherwise;
    }

    /**
     * How the dialog ended without a code.
     *
     * @param message what it said, empty when it said nothing
     * @param step where the person left, empty when that is not known
     */
    public static Cause ended(String message, String step) {
        Reason reason = reason(message, Reason.SIGNUP_CANCELLED);
        String what = message.isEmpty()
                ? "The dialog was left" + (step.isEmpty() ? "" : " at the step " + step) + ". "
                : "Meta's dialog said: " + message + " ";
        return Cause.of(reason, what + reason.advice());
    }
}
