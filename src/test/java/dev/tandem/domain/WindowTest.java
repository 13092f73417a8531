package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R54 to R60. */
class WindowTest {

    private static final Instant LINKED = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant WROTE = Instant.parse("2026-11-05T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, true",
        "PT12H, true",
        "PT23H58M59.999S, true",
        // One minute before its end we stop to trust it (R56).
        "PT23H59M, false",
        "PT24H, false",
        "PT25H, false"
    })
    void aMessageOpensItForADayLessAMargin(Duration later, boolean open) {
        Window window = Window.at(WROTE.plus(later), WROTE, null, LINKED);
        assertThat(window.open()).isEqualTo(open);
        assertThat(window.closesAt()).isEqualTo(WROTE.plus(Duration.ofHours(24)));
        assertThat(window.reason()).isEqualTo(open ? WindowReason.PERSON_WROTE : WindowReason.OVER);
    }

    @Test
    void whoNeverWroteHasNone() {
        assertThat(Window.at(WROTE, null, null, LINKED)).isEqualTo(new Window(false, null, WindowReason.NEVER_WROTE));
        assertThat(Window.at(WROTE, null, WROTE, LINKED).reason()).isEqualTo(WindowReason.NEVER_WROTE);
    }

    @Test
    void aMessageFromBeforeTheLinkOpensNothing() {
        Window before = Window.at(LINKED.plusSeconds(5), LINKED.minusMillis(1), null, LINKED);
        assertThat(before).isEqualTo(new Window(false, null, WindowReason.WROTE_BEFORE_LINKING));
        assertThat(Window.at(LINKED.plusSeconds(5), LINKED, null, LINKED).open())
                .as("written at the very moment of linking")
                .isTrue();
    }

    @Test
    void metasRefusalClosesItUntilThePersonWritesAgain() {
        Instant refused = WROTE.plusSeconds(60);
        assertThat(Window.at(refused.plusSeconds(1), WROTE, refused, LINKED))
                .isEqualTo(new Window(false, refused, WindowReason.CLOSED_BY_META));
        assertThat(Window.at(refused.plusSeconds(1), WROTE, WROTE, LINKED).open())
                .as("refused in the second of the message: the refusal is the later one")
                .isFalse();
        assertThat(Window.at(refused.plusSeconds(2), refused.plusSeconds(1), refused, LINKED)
                        .open())
                .isTrue();
    }

    @Test
    void everyReasonHasWordsAndASpelling() {
        for (WindowReason reason : WindowReason.values()) {
            assertThat(reason.advice()).endsWith(".");
            assertThat(reason.advice().contains("only a template may go until"))
                    .as("whoever finds it closed is told what may go: %s", reason)
                    .isEqualTo(reason != WindowReason.PERSON_WROTE);
            assertThat(reason.code()).matches("[a-z_]+");
        }
    }
}
