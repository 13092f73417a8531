package dev.tandem.simulator.signup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the dialog can go wrong. */
public enum DialogError {

    /** It finishes, but the number is an ordinary one that no phone has (R2). */
    NOT_IN_APP(""),

    /** A former partner still shares its credit line with the account (R12). */
    CREDIT_LINE("Another partner's line of credit is still shared with this WhatsApp Business account."),

    /** As {@link #CREDIT_LINE}, but it shows only when the app is subscribed. */
    CREDIT_LINE_LATER(""),

    /** The number's country is not open for this (R2). */
    COUNTRY("Phone numbers of this country are not eligible for use on both the WhatsApp Business app and the API."),

    /** The app on the phone is too old (R1). */
    APP_VERSION("The WhatsApp Business app must be updated to version 2.24.17 or newer."),

    /** The person closed the window. */
    CLOSED("");

    private final String message;

    DialogError(String message) {
        this.message = message;
    }

    /** What the dialog says, empty when it says nothing. */
    public String message() {
        return message;
    }

    /** The word of a control call, as in {@code credit-line}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<DialogError> of(String word) {
        return Arrays.stream(values())
                .filter(error -> error.word().equals(word))
                .findFirst();
    }

    /** Whether the dialog ends without a code. */
    boolean endsIt() {
        return !message.isEmpty() || this == CLOSED;
    }
}
