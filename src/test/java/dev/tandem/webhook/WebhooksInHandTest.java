package dev.tandem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhooksInHandTest {

    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");

    private final WebhooksInHand inHand = new WebhooksInHand();

    @Test
    void everythingIsStoredThatArrivedBeforeTheOldestInHand() {
        Runnable older = inHand.begin(NOW.minusSeconds(60));
        Runnable younger = inHand.begin(NOW.minusSeconds(5));
        assertThat(inHand.storedUntil(NOW)).isEqualTo(NOW.minusSeconds(60));
        older.run();
        assertThat(inHand.storedUntil(NOW)).isEqualTo(NOW.minusSeconds(5));
        younger.run();
        assertThat(inHand.storedUntil(NOW)).isEqualTo(NOW);
    }

    @Test
    void twoOfOneMomentAreTwo() {
        Runnable one = inHand.begin(NOW.minusSeconds(5));
        inHand.begin(NOW.minusSeconds(5));
        one.run();
        assertThat(inHand.storedUntil(NOW)).isEqualTo(NOW.minusSeconds(5));
    }

    /** Two engines need not agree on the time. */
    @Test
    void whatSeemsToComeFromTheFutureChangesNothing() {
        inHand.begin(NOW.plusSeconds(2));
        assertThat(inHand.storedUntil(NOW)).isEqualTo(NOW);
    }
}
