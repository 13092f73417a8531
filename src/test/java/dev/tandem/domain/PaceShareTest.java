package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceShareTest {

    private static final long SECOND = 1_000_000;

    @ParameterizedTest
    @CsvSource({"2.5,1000", "2.5,333", "0.05,1000", "9.9,1000", "0.7,770", "20,1000"})
    void whoComesByRegularlyGetsExactlyTheShare(double perSecond, long everyMillis) {
        PaceShare share = new PaceShare(perSecond);
        @Nullable Long paid = null;
        long sent = 0;
        long end = 600 * SECOND;
        for (long now = 0; now < end; now += everyMillis * 1_000) {
            int count = share.available(paid, now);
            paid = share.paid(paid, count, now);
            sent += count;
        }
        assertThat((double) sent).isCloseTo(perSecond * 600, within(2 + perSecond * everyMillis / 1_000));
    }

    @Test
    void theFirstGoesAtOnceAndTheNextWhenItIsPaid() {
        PaceShare share = new PaceShare(0.5);
        assertThat(share.available(null, 0)).isEqualTo(1);
        long paid = share.paid(null, 1, 0);
        assertThat(share.available(paid, SECOND)).isZero();
        assertThat(share.available(paid, 2 * SECOND)).isEqualTo(1);
    }

    @Test
    void nobodySavesUpForLong() {
        PaceShare share = new PaceShare(10);
        long paid = share.paid(null, 1, 0);
        assertThat(share.available(paid, 3_600 * SECOND)).isEqualTo(21);
        long after = share.paid(paid, 21, 3_600 * SECOND);
        assertThat(share.available(after, 3_600 * SECOND)).isZero();
    }

    @Test
    void aShareOfNothingIsNone() {
        assertThatThrownBy(() -> new PaceShare(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new PaceShare(Double.NaN)).hasMessageContaining("above 0");
    }
}
