package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryStatusTest {

    /** For each state of a send: which of Meta's words lift it, in the order sent, delivered, read, played, failed. */
    @ParameterizedTest
    @CsvSource({
        "ACCEPTED,  -  -  -  -  -",
        // Only a proof that an earlier attempt arrived.
        "QUEUED,    up up up up -",
        "HELD,      up up up up -",
        "SENDING,   -  -  -  -  -",
        "SUBMITTED, up up up up up",
        "UNKNOWN,   up up up up up",
        "SENT,      -  up up up up",
        "DELIVERED, -  -  up up -",
        "READ,      -  -  -  up -",
        "PLAYED,    -  -  -  -  -",
        "FAILED,    -  up up up -",
        "REJECTED,  -  -  -  -  -",
        "EXPIRED,   -  -  -  -  -",
        "CANCELLED, -  -  -  -  -"
    })
    void theLadderOnlyGoesUp(SendState current, String expected) {
        String[] lifts = expected.trim().split(" +");
        for (DeliveryStatus status : DeliveryStatus.values()) {
            if (lifts[status.ordinal()].equals("up")) {
                assertThat(status.lift(current, false))
                        .as("%s at %s", status, current)
                        .hasValue(SendState.valueOf(status.name()));
            } else {
                assertThat(status.lift(current, false))
                        .as("%s at %s", status, current)
                        .isEmpty();
            }
        }
    }

    /** It was put back, called back or refused after a try that may have arrived all the same. */
    @ParameterizedTest
    @CsvSource({
        "ACCEPTED,  up up up up -",
        "REJECTED,  -  up up up -",
        "EXPIRED,   -  up up up -",
        "CANCELLED, -  up up up -"
    })
    void whatLeftOnceIsLiftedWhereverItStands(SendState current, String expected) {
        String[] lifts = expected.trim().split(" +");
        for (DeliveryStatus status : DeliveryStatus.values()) {
            assertThat(status.lift(current, true).isPresent())
                    .as("%s at %s", status, current)
                    .isEqualTo(lifts[status.ordinal()].equals("up"));
        }
    }

    @Test
    void theTableNamesEveryState() {
        assertThat(SendState.values()).hasSize(14);
    }

    @Test
    void wordsAreReadInAnySpellingAndNewOnesAreNotGuessed() {
        for (DeliveryStatus status : DeliveryStatus.values()) {
            assertThat(DeliveryStatus.parse(status.code())).hasValue(status);
        }
        assertThat(DeliveryStatus.parse("Delivered")).hasValue(DeliveryStatus.DELIVERED);
        assertThat(DeliveryStatus.parse("warned")).isEmpty();
        assertThat(DeliveryStatus.parse("")).isEmpty();
    }
}
