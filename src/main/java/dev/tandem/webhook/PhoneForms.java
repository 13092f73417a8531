package dev.tandem.webhook;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms under which one mobile number is known. In three countries Meta's {@code wa_id} leaves out or adds a mobile
 * digit, so that a person who was written to under one form answers under another: Brazil (the 9 after the area code),
 * Mexico (the 1 after the country code) and Argentina (the 9 after the country code).
 */
final class PhoneForms {

    private PhoneForms() {}

    /** All forms of a number, the given one first. */
    static Set<String> of(String digits) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(digits);
        if (digits.matches("55[0-9]{2}9[0-9]{8}")) {
            forms.add(digits.substring(0, 4) + digits.substring(5));
        } else if (digits.matches("55[0-9]{2}[6-9][0-9]{7}")) {
            forms.add(digits.substring(0, 4) + '9' + digits.substring(4));
        } else if (digits.matches("521[0-9]{10}") || digits.matches("549[0-9]{10}")) {
            forms.add(digits.substring(0, 2) + digits.substring(3));
        } else if (digits.matches("52[0-9]{10}")) {
            forms.add("521" + digits.substring(2));
        } else if (digits.matches("54[0-9]{10}")) {
            forms.add("549" + digits.substring(2));
        }
        return forms;
    }
}
