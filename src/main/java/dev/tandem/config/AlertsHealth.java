package dev.tandem.config;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * {@code alerts} in {@code /actuator/health}: how many of each kind stand; the texts are in {@code GET /api/v1/alerts}. Always
 * up, because what a person must do is no fault of the engine.
 */
@Component("alertsHealthIndicator")
class AlertsHealth implements HealthIndicator {

    private final Alerts alerts;

    AlertsHealth(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public Health health() {
        Map<String, Long> standing = alerts.standing().stream()
                .collect(Collectors.groupingBy(Alert::code, TreeMap::new, Collectors.counting()));
        return Health.up().withDetail("standing", standing).build();
    }
}
