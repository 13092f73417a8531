package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is typed on the phone takes from what the API may send (R42, R45). */
class PaceBookTest {

    private final MovableClock clock =
            new MovableClock(Clock.fixed(Instant.parse("2026-11-05T10:00:00Z"), ZoneOffset.UTC));
    private final PaceBook paces = new PaceBook(clock);

    private static BusinessNumber number(OptionalInt combined, boolean countApp) {
        BusinessNumber shop = TestNumbers.SHOP;
        return new BusinessNumber(
                shop.alias(),
                shop.phoneNumberId(),
                shop.displayPhoneNumber(),
                shop.wabaId(),
                shop.accessToken(),
                shop.linkedAt(),
                shop.graphUrl(),
                null,
                new Limits(OptionalInt.of(20), true, countApp, combined, 6, 45));
    }

    private long delayAfter(BusinessNumber number, int typed) {
        // In its first second a process lets nothing out, because an earlier one may have.
        clock.advance(Duration.ofSeconds(2));
        for (int i = 0; i < typed; i++) {
            paces.app(number);
        }
        return paces.take(number).orElseThrow().delayMillis();
    }

    @Test
    void theCombinedLimitIsDebited() {
        BusinessNumber number = number(OptionalInt.of(5), false);
        assertThat(delayAfter(number, 4)).isZero();
        assertThat(delayAfter(number, 5)).isPositive();
    }

    @Test
    void theThroughputIsDebitedOnlyWhenSwitchedOn() {
        assertThat(delayAfter(number(OptionalInt.empty(), false), 20)).isZero();
        assertThat(new PaceBookTest().delayAfter(number(OptionalInt.empty(), true), 20))
                .isPositive();
    }
}
