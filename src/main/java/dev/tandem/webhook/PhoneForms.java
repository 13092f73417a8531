package dev.tandem.webhook;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms under which one mobile number is known. In three countries Meta's {@code wa_id} leaves out or adds a mobile
 * digit, so that a person who was written to under one form answers under another: Brazil (the 9 after the area code),
 * Mexico (the 1 after the country code) and Argentina (the 9 after the country code). A landline has one form. Two forms
 * always have each other. Thread-safe.
 */
public final class PhoneForms {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Before the ninth digit mobiles began with 6 to 9 and landlines with 2 to 5; a 9 before the latter is no old mobile's. */
    private static final Pattern BRAZIL = Pattern.compile("(55[1-9][0-9])(9?)([6-9][0-9]{7})");

    private static final Pattern MEXICO = Pattern.compile("(52)(1?)([2-9][0-9]{9})");
    private static final Pattern ARGENTINA = Pattern.compile("(54)(9?)([1-8][0-9]{9})");

    private PhoneForms() {}

    /** All forms of a number in digits with country code, the given one first; only itself for what is no phone number. */
    public static Set<String> of(String digits) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(digits);
        String other = other(digits);
        if (other != null) {
            forms.add(other);
        }
        return forms;
    }

    private static @Nullable String other(String digits) {
        Matcher brazil = BRAZIL.matcher(digits);
        if (brazil.matches()) {
            return other(brazil, "9");
        }
        Matcher mexico = MEXICO.matcher(digits);
        if (mexico.matches()) {
            return mayBeMobileInMexico(mexico.group(3)) ? other(mexico, "1") : null;
        }
        Matcher argentina = ARGENTINA.matcher(digits);
        if (argentina.matches()) {
            return mayBeMobileInArgentina(argentina.group(3)) ? other(argentina, "9") : null;
        }
        return null;
    }

    private static String other(Matcher number, String mobileDigit) {
        String middle = number.group(2).isEmpty() ? mobileDigit : "";
        return number.group(1) + middle + number.group(3);
    }

    /** The digits of most Mexican numbers do not tell a mobile from a landline; some do. */
    private static boolean mayBeMobileInMexico(String national) {
        return switch (type("52" + national)) {
            case MOBILE, FIXED_LINE_OR_MOBILE, UNKNOWN -> true;
            default -> false;
        };
    }

    /**
     * In Argentina landlines and mobiles share the numbers of an area, and no number is both. Without its 9 a mobile looks like
     * a landline, so only a number that can be no mobile is certainly one.
     */
    private static boolean mayBeMobileInArgentina(String national) {
        return switch (type("54" + national)) {
            case FIXED_LINE -> type("549" + national) == PhoneNumberType.MOBILE;
            case MOBILE, FIXED_LINE_OR_MOBILE, UNKNOWN -> true;
            default -> false;
        };
    }

    private static PhoneNumberType type(String digits) {
        try {
            return PHONES.getNumberType(PHONES.parse("+" + digits, null));
        } catch (NumberParseException e) {
            return PhoneNumberType.UNKNOWN;
        }
    }
}
