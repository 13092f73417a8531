package dev.tandem.domain;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a number lost its link, as far as Meta says so, with what a person can do about it. Meta's list is open: a word that
 * stands not here is kept as it came.
 *
 * <p>Source: R64 to R67 and the table beside them.
 */
public enum DisconnectCause {
    PRIMARY_INACTIVITY(
            "The app was not opened on the primary phone for about 14 days.",
            "Open WhatsApp Business on the primary phone, then link the number again."),
    COMPANION_INACTIVITY(
            "A linked device was not used for about 30 days.",
            "Use the idle device again or remove it in the app under Linked devices, then link the number again."),
    BUSINESS_DOWNGRADE(
            "The number was registered in the consumer WhatsApp.",
            "Move it back to the WhatsApp Business App, then link the number again."),
    CHANGE_NUMBER("The owner changed the app to another phone number.", "Link the new number."),
    USER_RE_REGISTERED(
            "The app was registered anew, on another device for instance.",
            "Wait for Meta to reconnect it, which takes minutes; should nothing come, link the number again."),
    ACCOUNT_DISCONNECTED(
            "The account was disconnected: a policy action of Meta's, or the owner deleted the WhatsApp account.",
            "Ask the owner; when it was not the owner, open a support case with Meta."),
    ACCOUNT_DELETED(
            "The WhatsApp business account was deleted.",
            "Ask the owner; a number can only be linked again with another account."),
    PARTNER_REMOVED(
            "Somebody disconnected it in the app (Settings > Account > Business Platform).",
            "Ask the owner, and link the number again if that is wished.");

    private static final String UNKNOWN_REMEDY =
            "Ask the owner whether it was disconnected in the app (Settings > Account > Business Platform), and link the"
                    + " number again if that is wished.";

    private final String meaning;
    private final String remedy;

    DisconnectCause(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The cause that Meta's word means; empty for an empty word and for one that nobody knows yet. */
    public static Optional<DisconnectCause> parse(String reason) {
        for (DisconnectCause cause : values()) {
            if (cause.name().equals(reason.strip().toUpperCase(Locale.ROOT))) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    /**
     * What happened, in words.
     *
     * @param reason Meta's word, empty when it said none
     * @param initiatedBy {@code USER}, {@code SYSTEM}, or empty
     */
    static String meaning(String reason, @Nullable String initiatedBy) {
        if (reason.isEmpty()) {
            return "Meta named no cause: the cause is unknown.";
        }
        if (parse(reason).filter(ACCOUNT_DISCONNECTED::equals).isPresent()) {
            if ("USER".equals(initiatedBy)) {
                return "The owner deleted or disconnected the WhatsApp account.";
            }
            if ("SYSTEM".equals(initiatedBy)) {
                return "Meta disconnected the account, which is a policy action.";
            }
        }
        return parse(reason)
                .map(cause -> cause.meaning)
                .orElse("Meta named a cause that is not known here: " + reason + ".");
    }

    /** What a person can do about it. */
    static String remedy(String reason, @Nullable String initiatedBy) {
        if (parse(reason).filter(ACCOUNT_DISCONNECTED::equals).isPresent()) {
            if ("USER".equals(initiatedBy)) {
                return "Ask the owner, and link the number again if that is wished.";
            }
            if ("SYSTEM".equals(initiatedBy)) {
                return "Open a support case with Meta.";
            }
        }
        return parse(reason).map(cause -> cause.remedy).orElse(UNKNOWN_REMEDY);
    }
}
