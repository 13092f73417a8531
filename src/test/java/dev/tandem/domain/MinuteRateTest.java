package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MinuteRateTest {

    private static final long NOW = 1_793_000_000_000L;

    private final MinuteRate rate = new MinuteRate();

    @Test
    void countsTheLastMinuteAndForgetsTheRest() {
        for (int second = 0; second < 120; second++) {
            rate.count(NOW + second * 1_000L);
            rate.count(NOW + second * 1_000L + 999);
        }
        assertThat(rate.lastMinute(NOW + 119_999)).isEqualTo(120);
        assertThat(rate.lastMinute(NOW + 119_999 + 30_000)).isEqualTo(60);
        assertThat(rate.lastMinute(NOW + 119_999 + 60_000)).isZero();
    }

    @Test
    void aClockThatWasMovedADayForgetsEverything() {
        rate.count(NOW);
        assertThat(rate.lastMinute(NOW + 86_400_000)).isZero();
        rate.count(NOW + 86_400_000);
        assertThat(rate.lastMinute(NOW + 86_400_000)).isEqualTo(1);
    }

    @Test
    void nothingIsNothing() {
        assertThat(rate.lastMinute(NOW)).isZero();
    }
}
