package dev.tandem.template;

import static dev.tandem.template.TemplateRoom.SHOP;
import static dev.tandem.template.TemplateRoom.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tandem.FakeAlerts;
import dev.tandem.TestNumbers;
import dev.tandem.domain.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TemplateCatalogueTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger readings = new AtomicInteger();
    private final MovableClock clock = new MovableClock(Clock.fixed(TemplateRoom.START, ZoneOffset.UTC));
    private final TemplateCatalogue catalogue = new TemplateCatalogue(
            number -> {
                readings.incrementAndGet();
                if (number.equals(SHOP)) {
                    await().forever().until(() -> answered.await(1, TimeUnit.SECONDS));
                }
                return List.of(template("APPROVED"));
            },
            new FakeAlerts(),
            threads,
            Duration.ofMinutes(1),
            clock);

    @AfterEach
    void stop() {
        answered.countDown();
        threads.shutdownNow();
    }

    /** At most 60 times an hour of the 200 calls that Meta allows (R50), however often somebody asks. */
    @Test
    void aListIsReadAtItsPaceHoweverOftenItIsAskedFor() {
        assertThat(catalogue.known(TestNumbers.DESK)).isPresent();
        Instant later = clock.instant().plusMillis(1);
        clock.advance(Duration.ofMinutes(1).minusMillis(1));
        for (int i = 0; i < 100; i++) {
            assertThat(catalogue.newer(TestNumbers.DESK, later)).isEmpty();
            catalogue.refresh(TestNumbers.DESK);
        }
        assertThat(readings).hasValue(1);
        assertThat(catalogue.nextReading(TestNumbers.DESK)).isEqualTo(TemplateRoom.START.plusSeconds(60));
        clock.advance(Duration.ofMillis(1));
        assertThat(catalogue.newer(TestNumbers.DESK, later)).isPresent();
        assertThat(readings).hasValue(2);
    }

    @Test
    @Timeout(20)
    void aReadingThatDoesNotEndHoldsNobodyForLongAndNoOtherAccountAtAll() {
        assertThat(catalogue.known(SHOP)).as("patience ends").isEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(catalogue.known(SHOP))
                    .as("nobody waits a second time for it")
                    .isEmpty();
        }
        assertThat(catalogue.known(TestNumbers.DESK)).isPresent();
        assertThat(readings).as("one reading at a time per account").hasValue(2);
        assertThat(catalogue.isUnreadable(SHOP)).as("late is not unreadable").isFalse();
        answered.countDown();
        await().until(() -> catalogue.known(SHOP).isPresent());
        assertThat(readings).hasValue(2);
    }
}
