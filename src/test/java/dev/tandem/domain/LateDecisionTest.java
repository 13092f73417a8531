package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateDecisionTest {

    /** The whole table of contracts.md §1, below the fields. */
    @ParameterizedTest(name = "message {0}, template {1}, whenClosed {2}, default template {3}, open {4}: {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "true,  false, -,      false, true,  FREEFORM",
                "true,  false, -,      false, false, REFUSE",
                "true,  false, -,      true,  true,  FREEFORM",
                "true,  false, -,      true,  false, DEFAULT_TEMPLATE",
                "true,  false, REJECT, false, true,  FREEFORM",
                "true,  false, REJECT, false, false, REFUSE",
                "true,  false, REJECT, true,  true,  FREEFORM",
                "true,  false, REJECT, true,  false, REFUSE",
                "true,  false, HOLD,   false, true,  FREEFORM",
                "true,  false, HOLD,   false, false, HOLD",
                "true,  false, HOLD,   true,  true,  FREEFORM",
                "true,  false, HOLD,   true,  false, HOLD",
                "false, true,  -,      false, true,  TEMPLATE",
                "false, true,  -,      false, false, TEMPLATE",
                "false, true,  -,      true,  true,  TEMPLATE",
                "false, true,  -,      true,  false, TEMPLATE",
                "false, true,  REJECT, false, true,  TEMPLATE",
                "false, true,  REJECT, true,  false, TEMPLATE",
                "false, true,  HOLD,   false, false, TEMPLATE",
                "false, true,  HOLD,   true,  true,  TEMPLATE",
                "true,  true,  -,      false, true,  FREEFORM",
                "true,  true,  -,      false, false, TEMPLATE",
                "true,  true,  -,      true,  true,  FREEFORM",
                "true,  true,  -,      true,  false, TEMPLATE",
                "true,  true,  REJECT, false, false, TEMPLATE",
                "true,  true,  REJECT, true,  true,  FREEFORM",
                "true,  true,  HOLD,   false, false, TEMPLATE",
                "true,  true,  HOLD,   true,  true,  FREEFORM"
            })
    void isMadeByTheWindowAsItIsNow(
            boolean message,
            boolean template,
            WhenClosed whenClosed,
            boolean defaultTemplate,
            boolean open,
            LateDecision expected) {
        assertThat(LateDecision.of(message, template, whenClosed, defaultTemplate, open))
                .isEqualTo(expected);
    }
}
