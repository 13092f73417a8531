package dev.tandem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The forms of a number, for numbers of every kind in the three countries and outside. */
class PhoneFormsProperties {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private static final String SEED = "20261125";

    /** Country codes with and without the mobile digit, area codes that exist, and any digits behind them. */
    @Provide
    static Arbitrary<String> numbers() {
        Arbitrary<String> heads = Arbitraries.of(
                "55", "5511", "55119", "5541", "55419", "52", "521", "5255", "52155", "5281", "54", "549", "5411",
                "54911", "54221", "549221", "49", "1", "44", "351");
        Arbitrary<String> tails = Arbitraries.strings().numeric().ofMinLength(6).ofMaxLength(11);
        return Combinators.combine(heads, tails).as(String::concat);
    }

    @Provide
    static Arbitrary<List<String>> many() {
        return numbers().list().ofSize(200);
    }

    private static PhoneNumberType type(String digits) {
        try {
            return PHONES.getNumberType(PHONES.parse("+" + digits, null));
        } catch (NumberParseException e) {
            return PhoneNumberType.UNKNOWN;
        }
    }

    @Property(tries = 20_000, seed = SEED)
    void formsHaveEachOther(@ForAll("numbers") String number) {
        Set<String> forms = PhoneForms.of(number);
        assertThat(forms).startsWith(number).hasSizeLessThanOrEqualTo(2);
        for (String form : forms) {
            assertThat(PhoneForms.of(form)).containsExactlyInAnyOrderElementsOf(forms);
        }
    }

    @Property(tries = 20_000, seed = SEED)
    void noFormOfALandlineIsAnotherLandline(@ForAll("numbers") String number) {
        if (type(number) == PhoneNumberType.FIXED_LINE) {
            assertThat(PhoneForms.of(number).stream().filter(form -> type(form) == PhoneNumberType.FIXED_LINE))
                    .containsExactly(number);
        }
    }

    @Property(tries = 20_000, seed = SEED)
    void landlinesOfBrazilAndMexicoHaveOneForm(@ForAll("numbers") String number) {
        if (type(number) == PhoneNumberType.FIXED_LINE && (number.startsWith("55") || number.startsWith("52"))) {
            assertThat(PhoneForms.of(number)).containsExactly(number);
        }
    }

    /** A form leads to one number only: two numbers with a form in common are the two forms of one. */
    @Property(tries = 500, seed = SEED)
    void noTwoLandlinesAreJoined(@ForAll("many") List<String> numbers) {
        Map<String, String> landlineOf = new HashMap<>();
        for (String number : numbers) {
            if (type(number) == PhoneNumberType.FIXED_LINE) {
                for (String form : PhoneForms.of(number)) {
                    String other = landlineOf.putIfAbsent(form, number);
                    assertThat(other == null || other.equals(number))
                            .as("%s and %s", number, other)
                            .isTrue();
                }
            }
        }
    }
}
