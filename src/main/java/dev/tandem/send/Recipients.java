package dev.tandem.send;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.tandem.domain.Recipient;
import java.util.regex.Pattern;

/** Reads phone numbers as people and Meta write them. Thread-safe. */
public final class Recipients {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Meta's own ids of Mexicans have a 1 behind the country code, which nobody dials any more. */
    private static final Pattern MEXICAN_WA_ID = Pattern.compile("521[1-9][0-9]{9}");

    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[-+ ()./]");

    private Recipients() {}

    /**
     * Reads {@code +49 170 …}, {@code 0049 …} and bare digits with country code.
     *
     * @throws IllegalArgumentException when it can be nobody's number; the message says why and what to write
     */
    public static Recipient ofPhone(String written) {
        String bare = written.strip();
        if (bare.startsWith("(")) {
            bare = bare.replaceAll("[()]", "");
        }
        String international;
        if (bare.startsWith("+")) {
            international = bare;
        } else if (bare.startsWith("00")) {
            international = "+" + bare.substring(2);
        } else if (bare.startsWith("0")) {
            throw new IllegalArgumentException("'" + written
                    + "' has no country code: a number that starts with a single 0 means another person in every"
                    + " country. Write it as in +49 170 1234567.");
        } else {
            international = "+" + bare;
        }
        return Recipient.ofPhone(digits(written, international));
    }

    private static String digits(String written, String international) {
        String plain = BETWEEN_DIGITS.matcher(international).replaceAll("");
        if (MEXICAN_WA_ID.matcher(plain).matches()) {
            return plain;
        }
        try {
            PhoneNumber number = PHONES.parse(international, null);
            PhoneNumberUtil.ValidationResult possible = PHONES.isPossibleNumberWithReason(number);
            if (possible != PhoneNumberUtil.ValidationResult.IS_POSSIBLE) {
                throw new IllegalArgumentException("'" + written + "' is no possible phone number ("
                        + possible.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ").");
            }
            return PHONES.format(number, PhoneNumberUtil.PhoneNumberFormat.E164).substring(1);
        } catch (NumberParseException e) {
            throw new IllegalArgumentException(
                    "'" + written + "' is no phone number with country code, as in +49 170 1234567.", e);
        }
    }
}
