package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortfolioTierTest {

    @ParameterizedTest
    @CsvSource({"TIER_250, 250", "TIER_2K, 2000", "TIER_100K, 100000", "250, 250", "2000, 2000", "tier_10k, 10000"})
    void metasWordsAreNumbersOfPeople(String word, int people) {
        assertThat(PortfolioTier.parse(word)).hasValue(OptionalInt.of(people));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIER_UNLIMITED", "-1"})
    void noLimitIsALimitToo(String word) {
        assertThat(PortfolioTier.parse(word)).hasValue(OptionalInt.empty());
    }

    @Test
    void aWordThatNobodyKnowsChangesNothing() {
        assertThat(PortfolioTier.parse("TIER_GALACTIC")).isEmpty();
        assertThat(PortfolioTier.parse("")).isEmpty();
    }
}
