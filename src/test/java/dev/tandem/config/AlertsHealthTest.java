package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.FakeAlerts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/** Alerts in the health: listed while they stand, and no fault of the engine. */
class AlertsHealthTest {

    private final FakeAlerts alerts = new FakeAlerts();
    private final AlertsHealth health = new AlertsHealth(alerts);

    private Map<?, ?> standing() {
        Health now = health.health();
        assertThat(now.getStatus()).isEqualTo(Status.UP);
        return (Map<?, ?>) now.getDetails().get("standing");
    }

    @Test
    void whatStandsIsCountedByItsCodeAndWhatIsOverIsGone() {
        assertThat(standing()).isEmpty();
        alerts.raise("phone_idle", "1000", "1000", "Open the app.");
        alerts.raise("phone_idle", "1000", "1000", "Open the app.");
        alerts.raise("phone_idle", "2000", "2000", "Open the app.");
        alerts.raise("sync_deadline_last", "1000", "1000", "Ask for it.");
        assertThat(standing()).isEqualTo(Map.of("phone_idle", 2L, "sync_deadline_last", 1L));
        alerts.clear("phone_idle", "1000");
        alerts.clear("sync_deadline_last", "1000");
        assertThat(standing()).isEqualTo(Map.of("phone_idle", 1L));
    }
}
