package dev.tandem.domain;

import org.jspecify.annotations.Nullable;

/**
 * To whom a message goes: a phone number, or a business-scoped user id (R90–R92). Exactly one of the two is present.
 *
 * @param phone digits with country code, without plus
 * @param userId as in {@code US.4f00aa11bb22}
 */
public record Recipient(@Nullable String phone, @Nullable String userId) {

    public Recipient {
        if ((phone == null) == (userId == null)) {
            throw new IllegalArgumentException("A recipient has either a phone number or a user id");
        }
    }

    /** A recipient by phone number in digits with country code. */
    public static Recipient ofPhone(String digits) {
        return new Recipient(digits, null);
    }

    /** A recipient by business-scoped user id. */
    public static Recipient ofUserId(String userId) {
        return new Recipient(null, userId);
    }

    /** The key under which conversation, window and order per person are kept. */
    public String contact() {
        return phone != null ? phone : java.util.Objects.requireNonNull(userId);
    }
}
