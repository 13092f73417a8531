package dev.tandem.webhook;

import java.util.regex.Pattern;

/** What a person may be called by in the API: a phone number in any form, Meta's wa_id, or a user id. */
public final class ContactName {

    private static final Pattern USER_ID = Pattern.compile("[A-Za-z]{2}\\.[A-Za-z0-9.]+");

    private ContactName() {}

    /** The name as it is stored: digits with country code, or the user id. */
    public static String of(String written) {
        String bare = written.strip();
        if (USER_ID.matcher(bare).matches()) {
            return bare;
        }
        String digits = bare.replaceAll("[^0-9]", "");
        return digits.startsWith("00") ? digits.substring(2) : digits;
    }
}
