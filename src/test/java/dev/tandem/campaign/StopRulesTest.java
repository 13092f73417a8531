package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class StopRulesTest {

    private static final StopRules STANDARD = new StopRules(0.2, 50, true, true, true);

    private static StopRules with(String own) throws Exception {
        return STANDARD.with(new ObjectMapper().readTree(own.replace('\'', '"')));
    }

    @Test
    void aCampaignsOwnSettingsWinAndWhatTheyLeaveOutIsAsBefore() throws Exception {
        assertThat(with("{}")).isEqualTo(STANDARD);
        assertThat(with("{'failureShare':0.5,'failureMinimum':3}")).isEqualTo(new StopRules(0.5, 3, true, true, true));
        assertThat(with("{'failureShare':'off','template':false}"))
                .isEqualTo(new StopRules(null, 50, true, false, true));
        assertThat(with("{'quality':false,'unlinked':false}")).isEqualTo(new StopRules(0.2, 50, false, true, false));
    }

    @Test
    void aShareCountsFromTheMinimumOn() {
        assertThat(STANDARD.isTooMuch(49, 49)).isFalse();
        assertThat(STANDARD.isTooMuch(50, 250)).isTrue();
        assertThat(STANDARD.isTooMuch(50, 251)).isFalse();
        assertThat(StopRules.NONE.isTooMuch(1_000, 1_000)).isFalse();
    }

    @Test
    void rulesThatSayNothingAreRefused() {
        assertThatThrownBy(() -> new StopRules(0.0, 1, true, true, true)).hasMessageContaining("above 0 and at most 1");
        assertThatThrownBy(() -> new StopRules(1.1, 1, true, true, true)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new StopRules(0.5, 0, true, true, true)).hasMessageContaining("1 or more");
    }
}
