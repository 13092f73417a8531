package dev.tandem.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void whatFitsStays() {
        assertThat(Excerpt.of("abc" + SMILE, 5)).isEqualTo("abc" + SMILE);
        assertThat(Excerpt.of("", 5)).isEmpty();
    }

    @Test
    void whatDoesNotFitEndsInDots() {
        assertThat(Excerpt.of("abcdef", 5)).isEqualTo("abcd…");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Excerpt.of("abc" + SMILE + "f", 5)).isEqualTo("abc…");
    }

    @Test
    void halfACharacterIsReadable() {
        assertThat(Excerpt.of("a\uD83Db\uDE00", 5)).isEqualTo("a\uFFFDb\uFFFD");
    }
}
