package dev.tandem.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.TestNumbers;
import dev.tandem.domain.MovableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures are counted once in a while, and none of them keeps the others from being shown. */
class FiguresTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir
    private Path data;

    private final MovableClock clock = new MovableClock(Clock.fixed(NOW, ZoneOffset.UTC));
    private final AtomicInteger asked = new AtomicInteger();
    private boolean brokerDown;

    private final LaneFigures lanes = new LaneFigures() {
        @Override
        public Lane lane(String phoneNumberId) {
            boolean shop = phoneNumberId.equals(TestNumbers.SHOP.phoneNumberId());
            return shop ? new Lane(7, NOW.minusSeconds(90)) : new Lane(0, null);
        }

        @Override
        public long unknown() {
            return asked.incrementAndGet();
        }
    };

    private final DeadLetterBox deadLetters = new DeadLetterBox() {
        @Override
        public List<String> rooms() {
            return List.of("send", "team");
        }

        @Override
        public long count(String room) {
            if (brokerDown && room.equals("team")) {
                throw new IllegalStateException("the broker is down");
            }
            return room.length();
        }

        @Override
        public List<DeadLetter> list(Filter filter, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> replay(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int replayAll(Filter filter, int max) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean delete(String id) {
            throw new UnsupportedOperationException();
        }
    };

    private Figures figures() {
        return new Figures(TestNumbers.DIRECTORY, lanes, deadLetters, data, clock);
    }

    @Test
    void theyAreCountedAtMostEveryFiveSeconds() {
        Figures figures = figures();
        Figures.Snapshot first = figures.snapshot();
        assertThat(first.lanes())
                .isEqualTo(Map.of(
                        "shop", new Figures.Lane(7, Duration.ofSeconds(90)),
                        "desk", new Figures.Lane(0, Duration.ZERO)));
        assertThat(first.unknown()).isEqualTo(1);
        assertThat(first.deadLetters()).isEqualTo(Map.of("send", 4L, "team", 4L));
        assertThat(first.diskFreeBytes()).isPositive();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(figures.snapshot()).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(figures.snapshot().unknown()).isEqualTo(2);
    }

    @Test
    void aBrokerThatDoesNotAnswerHidesNothingElse() {
        brokerDown = true;
        Figures.Snapshot snapshot = figures().snapshot();
        assertThat(snapshot.deadLetters()).isEmpty();
        assertThat(snapshot.lanes()).hasSize(2);
    }
}
