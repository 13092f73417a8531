package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatePauseTest {

    private static TemplateChange change(String event, @Nullable String title) {
        return new TemplateChange(
                new TemplateName("offer", "en"), event, title == null ? "" : title, null, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "APPROVED, , APPROVED",
        "approved, , APPROVED",
        "REINSTATED, , APPROVED",
        "PAUSED, FIRST_PAUSE, PAUSED",
        "PAUSED, UNPAUSE, APPROVED",
        "APPROVED, UNPAUSE, APPROVED",
        "DISABLED, DISABLED, DISABLED",
        "REJECTED, , REJECTED",
        "SOMETHING_NEW, , SOMETHING_NEW",
        "FLAGGED, , ",
        "UNARCHIVED, , "
    })
    void theEventSaysWhatBecomesOfTheStatus(String event, @Nullable String title, @Nullable String status) {
        assertThat(TemplatePause.statusAfter(change(event, title)).orElse(null)).isEqualTo(status);
    }

    @Test
    void theSecondPauseIsTwiceAsLong() {
        assertThat(TemplatePause.length("FIRST_PAUSE")).isEqualTo(Duration.ofHours(3));
        assertThat(TemplatePause.length("SECOND_PAUSE")).isEqualTo(Duration.ofHours(6));
        assertThat(TemplatePause.length("RATE_LIMITING_PAUSE")).isEqualTo(Duration.ofHours(3));
        assertThat(TemplatePause.length("")).isEqualTo(Duration.ofHours(3));
    }
}
