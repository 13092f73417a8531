package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Wish.Kind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WishTest {

    private static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");

    private static Wish wish(@Nullable String number, Kind kind, boolean given, int second) {
        return new Wish("49170", number, kind, given, "crm", NOON.plusSeconds(second));
    }

    private static boolean stands(Kind kind, Wish... wishes) {
        return Wish.standing(List.of(wishes), kind, "1").isPresent();
    }

    @Test
    void theNewestWordCountsForANumber() {
        Wish stop = wish("1", Kind.NO_MARKETING, true, 0);
        assertThat(stands(Kind.NO_MARKETING, stop)).isTrue();
        assertThat(stands(Kind.NO_MARKETING, stop, wish("1", Kind.NO_MARKETING, false, 1)))
                .isFalse();
        assertThat(stands(Kind.NO_MARKETING, wish(null, Kind.NO_MARKETING, false, 1), stop))
                .isFalse();
        assertThat(stands(Kind.NO_MARKETING, wish(null, Kind.NO_MARKETING, false, -1), stop))
                .isTrue();
    }

    @Test
    void whatIsSaidOfAnotherNumberOrKindIsNotMeant() {
        assertThat(stands(Kind.NO_MARKETING, wish("2", Kind.NO_MARKETING, true, 0)))
                .isFalse();
        assertThat(stands(Kind.NOTHING, wish("1", Kind.NO_MARKETING, true, 0))).isFalse();
        assertThat(stands(Kind.NOTHING, wish(null, Kind.NOTHING, true, 0))).isTrue();
    }

    @Test
    void ofTheSameMomentTheOneThatProtectsCounts() {
        assertThat(stands(
                        Kind.NO_MARKETING,
                        wish("1", Kind.NO_MARKETING, false, 0),
                        wish(null, Kind.NO_MARKETING, true, 0)))
                .isTrue();
        assertThat(stands(Kind.OPT_IN, wish("1", Kind.OPT_IN, true, 0), wish(null, Kind.OPT_IN, false, 0)))
                .isFalse();
        assertThat(wish("1", Kind.NO_MARKETING, true, 0).replaces(false, NOON)).isTrue();
        assertThat(wish("1", Kind.NO_MARKETING, false, 0).replaces(true, NOON)).isFalse();
        assertThat(wish("1", Kind.NO_MARKETING, true, 0).replaces(true, NOON))
                .as("the same again")
                .isFalse();
        assertThat(wish("1", Kind.NO_MARKETING, false, 1).replaces(true, NOON)).isTrue();
        assertThat(wish("1", Kind.NO_MARKETING, true, -1).replaces(false, NOON)).isFalse();
    }
}
