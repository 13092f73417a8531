package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.broker.Users;
import dev.tandem.domain.NumberDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key may be for a number that is linked later. */
class ApiKeysTest {

    private final NumberDirectory numbers = new NumberDirectory(List.of(TestNumbers.SHOP));
    private final ApiKeys keys = new ApiKeys(
            List.of(
                    new TandemProperties.Key("desk", Users.hash("for the desk"), List.of("send"), List.of("desk")),
                    new TandemProperties.Key("all", Users.hash("for all"), List.of("read"), List.of())),
            null,
            numbers);

    @Test
    void itMayUseTheNumberOnceItIsThereAndNoLonger() {
        assertThat(keys.find("for the desk").orElseThrow().caller().numbers()).isEmpty();
        numbers.add(TestNumbers.DESK);
        assertThat(keys.find("for the desk").orElseThrow().caller().numbers())
                .containsExactly(TestNumbers.DESK.phoneNumberId());
        numbers.remove(TestNumbers.DESK.phoneNumberId());
        assertThat(keys.find("for the desk").orElseThrow().caller().numbers()).isEmpty();
    }

    @Test
    void withoutNumbersItMayUseAll() {
        assertThat(keys.find("for all").orElseThrow().caller().numbers()).isNull();
        assertThat(keys.find("unknown")).isEmpty();
    }
}
