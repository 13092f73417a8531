package dev.tandem.simulator.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaIdTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "5531987654321, 553187654321",
        "5511987654321, 5511987654321",
        "525512345678, 5215512345678",
        "541123456789, 5491123456789",
        "5491123456789, 5491123456789",
        "491701234567, 491701234567"
    })
    void keepsTheFormWhatsAppKeeps(String digits, String waId) {
        assertThat(WaId.of(digits)).isEqualTo(waId);
    }
}
