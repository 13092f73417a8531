package dev.tandem.simulator.control;

import dev.tandem.simulator.meta.MetaJson;
import dev.tandem.simulator.time.SimulatorClock;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The simulator's time. */
final class ClockControl {
    private final SimulatorClock clock;

    ClockControl(SimulatorClock clock) {
        this.clock = clock;
    }

    ServerResponse get(ServerRequest http) {
        return Answers.ok(MetaJson.object()
                .put("now", clock.now().toString())
                .put("ahead", clock.ahead().toString())
                .put("startedAt", clock.startedAt().toString())
                .put("nowNanos", clock.stamp()));
    }

    ServerResponse advance(ServerRequest http) {
        Fields fields = Fields.of(http);
        clock.advance(Durations.read(fields.any("advance")));
        fields.nothingElse();
        return get(http);
    }
}
