package dev.tandem.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.domain.Outbox;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeenPositionsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    private final SeenPositions seen = new SeenPositions();

    private void see(long... positions) {
        for (long position : positions) {
            seen.add(position);
        }
    }

    /** A first one low enough that nothing is below it. */
    private void begin() {
        see(0);
        assertThat(seen.upTo(NOW)).isZero();
    }

    @Test
    void beforeAnythingWasSeenOneReadsFromTheBeginning() {
        assertThat(seen.upTo(NOW)).isEqualTo(Outbox.BEGINNING);
        assertThat(seen.hasHole()).isFalse();
    }

    @Test
    void oneReadsOnBehindTheFirstHole() {
        begin();
        see(1, 2, 5, 6);
        assertThat(seen.upTo(NOW)).isEqualTo(2);
        assertThat(seen.hasHole()).isTrue();
        see(4);
        assertThat(seen.upTo(NOW)).isEqualTo(2);
        see(3);
        assertThat(seen.upTo(NOW)).isEqualTo(6);
        assertThat(seen.hasHole()).isFalse();
    }

    @Test
    void holesAreWaitedForTogetherAndNotForEver() {
        begin();
        see(3, 5);
        assertThat(seen.upTo(NOW)).isZero();
        Instant almost = NOW.plus(SeenPositions.PATIENCE).minusMillis(1);
        see(7);
        assertThat(seen.upTo(almost)).isZero();
        assertThat(seen.upTo(almost.plusMillis(1)))
                .as("all that were there then")
                .isEqualTo(5);
        assertThat(seen.hasHole()).as("one came later").isTrue();
        assertThat(seen.upTo(almost.plus(SeenPositions.PATIENCE))).isEqualTo(5);
        assertThat(seen.upTo(almost.plusMillis(1).plus(SeenPositions.PATIENCE))).isEqualTo(7);
        assertThat(seen.hasHole()).isFalse();
    }

    @Test
    void aHoleThatIsFilledIsNotWaitedForAnyLonger() {
        begin();
        see(2);
        seen.upTo(NOW);
        see(1);
        assertThat(seen.upTo(NOW)).isEqualTo(2);
        see(4);
        assertThat(seen.upTo(NOW.plus(SeenPositions.PATIENCE)))
                .as("its time begins now")
                .isEqualTo(2);
    }

    @Test
    void belowTheVeryFirstOthersMayStillCome() {
        see(1_000);
        assertThat(seen.upTo(NOW)).isBetween(0L, 998L);
        List.of(998L, 999L).forEach(seen::add);
        assertThat(seen.upTo(NOW.plusSeconds(1))).isLessThan(998);
        assertThat(seen.upTo(NOW.plusSeconds(1).plus(SeenPositions.PATIENCE))).isEqualTo(1_000);
    }

    @Test
    void forgottenOneReadsFromTheBeginning() {
        begin();
        see(1, 3);
        seen.forget();
        assertThat(seen.upTo(NOW)).isEqualTo(Outbox.BEGINNING);
        assertThat(seen.hasHole()).isFalse();
    }
}
