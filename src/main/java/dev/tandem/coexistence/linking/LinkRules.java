package dev.tandem.coexistence.linking;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.util.Set;

/**
 * What must hold of a number that is linked, and what Embedded Signup is started with.
 *
 * @param appId of the app at Meta, empty when nobody configured it
 * @param configurationId of Embedded Signup, empty when nobody configured it
 * @param graphVersion as in {@code v25.0}
 * @param closedCountries where Meta does not let numbers live on phone and API (R2), as in {@code NG}; Meta itself is the judge
 * @param production whether a number must have a throughput limit
 */
public record LinkRules(
        String appId, String configurationId, String graphVersion, Set<String> closedCountries, boolean production) {

    /** The oldest WhatsApp Business app that can be linked (R1). */
    public static final String APP_VERSION = "2.24.17";

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Whether the dialog can be started. */
    public boolean canSignUp() {
        return !appId.isEmpty() && !configurationId.isEmpty();
    }

    /** Refuses a number that is not on a phone (R2, R5), or whose country is closed. Where Meta says nothing, nothing is refused. */
    void check(MetaNumber number) throws LinkTroubleException {
        if (Boolean.FALSE.equals(number.onBizApp())) {
            throw last(Reason.NUMBER_NOT_IN_APP, "Meta says that +" + number.digits() + " is on no phone. ");
        }
        if (!number.platformType().isEmpty() && !number.platformType().equals(MetaNumber.CLOUD_API)) {
            throw last(
                    Reason.NUMBER_NOT_IN_APP,
                    "Meta says that +" + number.digits() + " is of the platform " + number.platformType() + ", not "
                            + MetaNumber.CLOUD_API + ". ");
        }
        String country = country(number.digits());
        if (closedCountries.contains(country)) {
            throw last(
                    Reason.COUNTRY_NOT_ALLOWED,
                    "+" + number.digits() + " is a number of " + country + ", which is one of"
                            + " tandem.meta.countries-not-allowed. ");
        }
    }

    private static LinkTroubleException last(Reason reason, String what) {
        return new LinkTroubleException(LinkTrouble.last(Cause.of(reason, what + reason.advice())));
    }

    /** The country of a phone number, as in {@code DE}; empty when it is of none. */
    static String country(String digits) {
        try {
            String region = PHONES.getRegionCodeForNumber(PHONES.parse("+" + digits, null));
            return region == null ? "" : region;
        } catch (NumberParseException e) {
            return "";
        }
    }
}
