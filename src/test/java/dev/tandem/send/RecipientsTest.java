package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientsTest {

    @ParameterizedTest
    @CsvSource({
        "+49 170 1234567, 491701234567",
        "0049 170 1234567, 491701234567",
        "491701234567, 491701234567",
        "49 170 1234567, 491701234567",
        "+49 (0)170 / 123-4567, 491701234567",
        "(+49) 170 1234567, 491701234567",
        "  +49-170-1234567  , 491701234567",
        "+1 (555) 010-0077, 15550100077",
        "1 555 010 0077, 15550100077",
        "＋49 170 1234567, 491701234567",
        // As Meta writes them: Brazil without the ninth digit, Argentina with its 9, Mexico.
        "554187654321, 554187654321",
        "5541987654321, 5541987654321",
        "5491123456789, 5491123456789",
        "525512345678, 525512345678"
    })
    void areReadAsPeopleAndMetaWriteThem(String written, String digits) {
        assertThat(Recipients.ofPhone(written).phone()).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0170 1234567", "0 170 1234567", "0", "01701234567"})
    void aSingleZeroHasNoCountry(String written) {
        assertThatThrownBy(() -> Recipients.ofPhone(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no country code")
                .hasMessageContaining(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "+",
                "++",
                "00",
                "12",
                "+49",
                "+49 17",
                "+999 1234567",
                "+49 170 1234567 12345678",
                "mina@example.org",
                "US.4f00aa11bb22",
                "+49 170 1234567 or +49 171 7654321",
                "Mina +49 170 1234567",
                "Mina 5215512345678"
            })
    void garbageIsNobodysNumber(String written) {
        assertThatThrownBy(() -> Recipients.ofPhone(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(written);
    }

    /** A Mexican wa_id has a 1 behind the country code that the number dialled has not. */
    @ParameterizedTest
    @ValueSource(strings = {"5215512345678", "+521 55 1234 5678"})
    void aMexicanWaIdIsAccepted(String written) {
        assertThat(Recipients.ofPhone(written).phone()).isIn("5215512345678", "525512345678");
    }
}
