package dev.tandem.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * To whom a message goes: a phone number, or a business-scoped user id (R90–R92). Exactly one of the two is present, and it
 * stays as the request gave it, whatever else is learned of the person.
 *
 * @param phone digits with country code, without plus
 * @param userId as in {@code US.4f00aa11bb22}
 * @param contact the key under which conversation, window, limits and order of the person are kept: the address itself until
 *     the person is known under another key
 */
public record Recipient(@Nullable String phone, @Nullable String userId, String contact) {

    public Recipient {
        if ((phone == null) == (userId == null)) {
            throw new IllegalArgumentException("A recipient has either a phone number or a user id");
        }
    }

    /** A recipient of whom nothing is known but the address. */
    public Recipient(@Nullable String phone, @Nullable String userId) {
        this(phone, userId, String.valueOf(phone != null ? phone : userId));
    }

    /** A recipient by phone number in digits with country code. */
    public static Recipient ofPhone(String digits) {
        return new Recipient(digits, null);
    }

    /** A recipient by business-scoped user id. */
    public static Recipient ofUserId(String userId) {
        return new Recipient(null, userId);
    }

    /** The phone number or user id as the request gave it. */
    public String address() {
        return String.valueOf(phone != null ? phone : userId);
    }

    /** The same address of a person who is known under this key. */
    public Recipient knownAs(String key) {
        return key.equals(contact) ? this : new Recipient(phone, userId, key);
    }

    /** A phone number of the person: the address, or the key, which is a phone number as soon as one is known. */
    public Optional<String> knownPhone() {
        return Optional.ofNullable(phone != null ? phone : phoneOf(contact));
    }

    private static @Nullable String phoneOf(String key) {
        return !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9') ? key : null;
    }
}
