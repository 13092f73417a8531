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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is typed on the phone takes from what the API may send (R42, R45). */
class PaceBookTest {

    private final MovableClock clock =
            new MovableClock(Clock.fixed(Instant.parse("2026-11-05T10:00:00Z"), ZoneOffset.UTC));
    private final PaceBook paces = new PaceBook(clock);

    private static BusinessNumber number(OptionalInt combined, boolean countApp) {
        return number(combined, true, countApp);
    }

    private static BusinessNumber number(OptionalInt combined, boolean countInbound, boolean countApp) {
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
                null,
                new Limits(OptionalInt.of(20), countInbound, countApp, combined, 6, 45));
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

    /** R42: Meta counts what comes in and what goes out together. */
    @ParameterizedTest
    @CsvSource({"true, 19, false", "true, 20, true", "false, 20, false"})
    void whatPersonsWriteDebitsTheThroughputUnlessSwitchedOff(boolean counts, int written, boolean waits) {
        BusinessNumber number = number(OptionalInt.empty(), counts, false);
        clock.advance(Duration.ofSeconds(2));
        for (int i = 0; i < written; i++) {
            paces.inbound(number);
        }
        assertThat(paces.take(number).orElseThrow().delayMillis() > 0).isEqualTo(waits);
    }

    @Test
    void theThroughputIsDebitedOnlyWhenSwitchedOn() {
        assertThat(delayAfter(number(OptionalInt.empty(), false), 20)).isZero();
        assertThat(new PaceBookTest().delayAfter(number(OptionalInt.empty(), true), 20))
                .isPositive();
    }
}
