package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Slowing down after 130429 and climbing back (R46). */
class SlowdownTest {

    @Example
    void aRefusalHalvesThePaceAfterASecondAndTheHalfComesBackInTenSeconds() {
        Slowdown slow = new Slowdown(20);
        assertThat(slow.isSlow(0)).isFalse();
        assertThat(slow.take(0)).isZero();
        slow.refused(0, 1_000);
        assertThat(slow.current(1_500)).as("it waits").isZero();
        assertThat(slow.next(1_500)).isEqualTo(2_000);
        assertThat(slow.current(2_000)).isEqualTo(10);
        assertThat(slow.current(7_000)).isEqualTo(15);
        assertThat(slow.isSlow(11_999)).isTrue();
        assertThat(slow.isSlow(12_000)).isFalse();
        assertThat(slow.take(12_000)).isEqualTo(12_000);
    }

    @Example
    void refusalsOfRequestsThatLeftBeforeCountOnce() {
        Slowdown slow = new Slowdown(20);
        slow.refused(900, 1_000);
        slow.refused(950, 1_010);
        slow.refused(990, 1_200);
        assertThat(slow.current(2_000)).isEqualTo(10);
    }

    @Example
    void everyFurtherRefusalHalvesAgainAndWaitsTwiceAsLongButNeverUnderOneASecond() {
        Slowdown slow = new Slowdown(20);
        long now = 0;
        long[] waits = {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
        double[] rates = {10, 5, 2.5, 1.25, 1, 1, 1, 1};
        for (int i = 0; i < waits.length; i++) {
            slow.refused(now, now);
            assertThat(slow.next(now) - now).isEqualTo(waits[i]);
            now += waits[i];
            assertThat(slow.current(now)).isEqualTo(rates[i]);
        }
    }

    @Example
    void aRefusalOnTheWayUpIsNoReasonToWaitLonger() {
        Slowdown slow = new Slowdown(20);
        slow.refused(0, 0);
        slow.refused(4_000, 4_000);
        assertThat(slow.next(4_000)).isEqualTo(5_000);
        assertThat(slow.current(5_000)).as("half of what it had climbed to").isEqualTo(6.5);
    }

    /** Whenever Meta refuses: in no second more requests leave than the limit allows, and they never stop for good. */
    @Property(tries = 1000, seed = "20261105")
    @Tag("property")
    void neverAboveTheLimitAndNeverForGood(
            @ForAll @IntRange(min = 1, max = 80) int limit,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 5_000) Integer> refusals) {
        Slowdown slow = new Slowdown(limit);
        List<Long> slowed = new ArrayList<>();
        long now = 0;
        for (int gap : refusals) {
            now += gap;
            slow.refused(now, now);
            assertThat(slow.next(now) - now).isBetween(0L, 60_000L);
            for (int i = 0; i < 20; i++) {
                if (!slow.isSlow(now)) {
                    break;
                }
                now = slow.take(now);
                slowed.add(now);
                assertThat(slow.current(now)).isBetween(1.0 - 1e-9, (double) limit);
            }
        }
        for (int i = 0; i < slowed.size(); i++) {
            long from = slowed.get(i);
            long count = slowed.stream()
                    .filter(at -> at >= from && at < from + 1_000)
                    .count();
            assertThat(count).isLessThanOrEqualTo(limit + 1L);
        }
    }
}
