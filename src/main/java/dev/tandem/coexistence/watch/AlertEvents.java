package dev.tandem.coexistence.watch;

import dev.tandem.coexistence.AccountEvents;
import dev.tandem.domain.Alert;
import dev.tandem.domain.Event;
import dev.tandem.domain.NumberDirectory;
import java.time.Instant;
import java.util.Map;

/** The two events of an alert on the channel {@code account}: one when it is raised first, one when it is over. Thread-safe. */
public final class AlertEvents {

    private static final String RAISED = "alert_raised";
    private static final String OVER = "alert_over";

    private final NumberDirectory numbers;

    public AlertEvents(NumberDirectory numbers) {
        this.numbers = numbers;
    }

    /** It stands from now on. */
    public Event raised(Alert alert) {
        return event(RAISED, alert, alert.since(), alert.text());
    }

    /** What it told of is over. */
    public Event over(Alert alert, Instant at) {
        return event(OVER, alert, at, "Over: " + alert.text());
    }

    private Event event(String type, Alert alert, Instant at, String text) {
        return AccountEvents.of(
                numbers.find(alert.phoneNumberId()).orElse(null),
                alert.phoneNumberId(),
                type,
                alert.code() + '|' + alert.subject() + '|' + alert.since(),
                at,
                text,
                Map.of(
                        "code", alert.code(),
                        "subject", alert.subject(),
                        "since", alert.since().toString(),
                        "count", alert.count()));
    }
}
