package dev.tandem.domain;

import static dev.tandem.TestNumbers.DESK;
import static dev.tandem.TestNumbers.DIRECTORY;
import static dev.tandem.TestNumbers.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberDirectoryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop",
                " shop ",
                "100000000000001",
                "15550100001",
                "+15550100001",
                "+1 555 010-0001",
                "+1 (555) 010 0001"
            })
    void findsANumberByEveryNameItHas(String name) {
        assertThat(DIRECTORY.find(name)).hasValue(SHOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nobody", "15550100009", "+", "shop15550100001", "id 100000000000001 or so"})
    void findsNothingByAnotherName(String name) {
        assertThat(DIRECTORY.find(name)).isEmpty();
    }

    @Test
    void keepsTheirOrderAndKnowsAnOnlyOne() {
        assertThat(DIRECTORY.all()).containsExactly(SHOP, DESK);
        assertThat(DIRECTORY.only()).isEmpty();
        assertThat(new NumberDirectory(List.of(DESK)).only()).hasValue(DESK);
        assertThat(new NumberDirectory(List.of()).only()).isEmpty();
    }

    @Test
    void twoNumbersOfOneNameAreAnErrorThatNamesBoth() {
        BusinessNumber other = called("shop", "100000000000009");
        assertThatThrownBy(() -> new NumberDirectory(List.of(SHOP, other)))
                .hasMessageContaining("100000000000001")
                .hasMessageContaining("100000000000009")
                .hasMessageContaining("'shop'");
    }

    @Test
    void aTokenNeverStandsInALog() {
        assertThat(SHOP.toString()).isEqualTo("shop (100000000000001)").doesNotContain(SHOP.accessToken());
    }

    @Test
    void aNumberChangesInItsPlaceAndKeepsItsNamesApart() {
        NumberDirectory numbers = new NumberDirectory(List.of(SHOP, DESK));
        numbers.replace(SHOP.withToken("another"));
        assertThat(numbers.all()).extracting(BusinessNumber::accessToken).containsExactly("another", "token");
        BusinessNumber namesake = called("desk", SHOP.phoneNumberId());
        assertThatThrownBy(() -> numbers.replace(namesake)).hasMessageContaining("'desk'");
        assertThat(numbers.find("shop")).as("as it was").isPresent();
    }

    private static BusinessNumber called(String alias, String id) {
        return new BusinessNumber(
                alias, id, "15550100009", "9", "t", SHOP.linkedAt(), "http://x", null, null, SHOP.limits());
    }
}
