package dev.tandem.config;

import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.store.DurableTransactions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether what is accepted can be written: {@code durability} in {@code /actuator/health}. It is down, and stays down until the
 * engine is started again, once the database or the broker's journal could not write. Thread-safe.
 */
@Component("durabilityHealthIndicator")
class DurabilityHealth implements HealthIndicator {

    private static final String ADVICE =
            "Make room on the disk, then start the engine again: nothing accepted is lost.";

    private final ObjectProvider<EmbeddedBroker> broker;

    DurabilityHealth(ObjectProvider<EmbeddedBroker> broker) {
        this.broker = broker;
    }

    @Override
    public Health health() {
        Map<String, String> failures = new LinkedHashMap<>();
        DurableTransactions.failure().ifPresent(failure -> failures.put("database", "It could not write: " + failure));
        if (broker.stream().anyMatch(embedded -> !embedded.running())) {
            failures.put("broker", "It stopped because its journal could not be written.");
        }
        return failures.isEmpty()
                ? Health.up().build()
                : Health.down()
                        .withDetails(failures)
                        .withDetail("advice", ADVICE)
                        .build();
    }
}
