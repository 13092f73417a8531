package dev.tandem.simulator.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final SimulatorClock clock = new SimulatorClock(Clock.systemUTC(), nanos::get);

    @Test
    void whatIsDueNextWeekIsDoneWhenTheClockIsAdvanced() {
        List<String> done = new CopyOnWriteArrayList<>();
        try (Agenda agenda = new Agenda(clock)) {
            agenda.after(Duration.ofDays(7), () -> done.add("week"));
            agenda.after(Duration.ofDays(1), () -> done.add("day"));
            agenda.after(Duration.ZERO, () -> done.add("now"));
            await().until(() -> done.equals(List.of("now")));
            clock.advance(Duration.ofDays(8));
            await().until(() -> done.equals(List.of("now", "day", "week")));
        }
    }

    @Test
    void aTaskThatFailsDoesNotEndTheOthers() {
        List<String> done = new CopyOnWriteArrayList<>();
        try (Agenda agenda = new Agenda(clock)) {
            agenda.after(Duration.ZERO, () -> {
                throw new IllegalStateException("on purpose");
            });
            agenda.after(Duration.ZERO, () -> done.add("next"));
            await().until(() -> done.equals(List.of("next")));
        }
    }

    @Test
    void aTaskAtWorkIsNotDoneYet() {
        List<Long> sizes = new CopyOnWriteArrayList<>();
        try (Agenda agenda = new Agenda(clock)) {
            agenda.after(Duration.ZERO, () -> sizes.add(agenda.size()));
            await().until(() -> sizes.equals(List.of(1L)) && agenda.size() == 0);
        }
    }

    @Test
    void stampsDoNotJumpWithTheSimulatedTime() {
        nanos.addAndGet(500);
        clock.advance(Duration.ofDays(180));
        assertThat(clock.stamp()).isEqualTo(500);
        assertThat(clock.now()).isEqualTo(clock.startedAt().plusNanos(500).plus(Duration.ofDays(180)));
        assertThat(clock.realTimeOf(500)).isEqualTo(clock.startedAt().plusNanos(500));
    }
}
