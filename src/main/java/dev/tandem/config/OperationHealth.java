package dev.tandem.config;

import dev.tandem.operation.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * What an operator looks at: {@code tandem} in {@code /actuator/health}, and the same as gauges {@code tandem_…}. It is always
 * up, because a backlog is work and no fault; what cannot be written is {@code durability}. Thread-safe.
 */
@Component("tandemHealthIndicator")
class OperationHealth implements HealthIndicator, MeterBinder {

    private final Figures figures;

    OperationHealth(Figures figures) {
        this.figures = figures;
    }

    @Override
    public Health health() {
        Figures.Snapshot now = figures.snapshot();
        Map<String, Object> lanes = new LinkedHashMap<>();
        now.lanes()
                .forEach((alias, lane) -> lanes.put(
                        alias,
                        Map.of(
                                "backlog",
                                lane.backlog(),
                                "ageSeconds",
                                lane.age().toSeconds())));
        return Health.up()
                .withDetail("lanes", lanes)
                .withDetail("unknown", now.unknown())
                .withDetail("deadLetters", now.deadLetters())
                .withDetail("disk", Map.of("freeBytes", now.diskFreeBytes()))
                .build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Figures.Snapshot first = figures.snapshot();
        first.lanes().keySet().forEach(alias -> {
            gauge("tandem.lane.backlog", "Sends that wait or are in the lane", now -> lane(now, alias)
                            .backlog())
                    .tag("number", alias)
                    .register(registry);
            gauge(
                            "tandem.lane.age",
                            "How long the oldest that could leave has been waiting",
                            now -> lane(now, alias).age().toMillis() / 1_000.0)
                    .tag("number", alias)
                    .baseUnit("seconds")
                    .register(registry);
        });
        first.deadLetters().keySet().forEach(room -> gauge(
                        "tandem.dead.letters", "Messages that could not be worked off", now -> now.deadLetters()
                                .getOrDefault(room, 0L))
                .tag("room", room)
                .register(registry));
        gauge("tandem.sends.unknown", "Sends of which nobody knows whether they arrived", Figures.Snapshot::unknown)
                .register(registry);
        gauge("tandem.disk.free", "Where the data are", Figures.Snapshot::diskFreeBytes)
                .baseUnit("bytes")
                .register(registry);
    }

    private static Figures.Lane lane(Figures.Snapshot now, String alias) {
        return now.lanes().getOrDefault(alias, new Figures.Lane(0, java.time.Duration.ZERO));
    }

    private Gauge.Builder<Figures> gauge(String name, String description, ToDoubleFunction<Figures.Snapshot> figure) {
        return Gauge.builder(name, figures, all -> figure.applyAsDouble(all.snapshot()))
                .description(description);
    }
}
