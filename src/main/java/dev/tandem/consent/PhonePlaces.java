package dev.tandem.consent;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.tandem.domain.Recipient;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a person lives, as far as the phone number or the country of the user id tells. Thread-safe.
 *
 * <p>A mobile number of a large country tells no more than the country, so there may be many time zones.
 */
public final class PhonePlaces {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();

    private PhonePlaces() {}

    /** The country, as in {@code DE}; a number of no country's plan has none. */
    public static Optional<String> country(Recipient recipient) {
        String userId = recipient.userId();
        if (userId != null) {
            return Optional.of(countryOf(userId));
        }
        return number(recipient).map(PHONES::getRegionCodeForNumber);
    }

    /** The time zones in which the person may be; empty when nothing tells. */
    public static List<ZoneId> zones(Recipient recipient) {
        Optional<PhoneNumber> number = number(recipient);
        if (number.isEmpty()) {
            return List.of();
        }
        List<ZoneId> zones = known(ZONES.getTimeZonesForNumber(number.get()));
        // A number whose form the library does not take for valid (an old one, Meta's own) still has its country.
        return zones.isEmpty() ? known(ZONES.getTimeZonesForGeographicalNumber(number.get())) : zones;
    }

    private static List<ZoneId> known(List<String> names) {
        List<ZoneId> zones = new ArrayList<>();
        for (String name : names) {
            try {
                zones.add(ZoneId.of(name));
            } catch (DateTimeException unknown) {
                // The library's word for a place it does not know, or a zone younger than this Java.
            }
        }
        return zones;
    }

    private static Optional<PhoneNumber> number(Recipient recipient) {
        String userId = recipient.userId();
        if (userId != null) {
            return Optional.ofNullable(
                    PHONES.getExampleNumberForType(countryOf(userId), PhoneNumberUtil.PhoneNumberType.MOBILE));
        }
        try {
            return Optional.of(PHONES.parse("+" + recipient.phone(), null));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static String countryOf(String userId) {
        int dot = userId.indexOf('.');
        return userId.substring(0, Math.max(0, dot)).toUpperCase(Locale.ROOT);
    }
}
