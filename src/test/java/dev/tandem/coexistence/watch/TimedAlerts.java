package dev.tandem.coexistence.watch;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Alerts in memory, with their times. For one thread. */
final class TimedAlerts implements Alerts {

    private final Map<String, Alert> standing = new LinkedHashMap<>();
    private final Clock clock;

    TimedAlerts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void raise(String code, String subject, String phoneNumberId, String text) {
        Instant now = clock.instant();
        standing.merge(
                code + '|' + subject,
                new Alert(code, subject, phoneNumberId, text, now, now, 1),
                (before, again) ->
                        new Alert(code, subject, phoneNumberId, text, before.since(), now, before.count() + 1));
    }

    @Override
    public void raiseOnce(String code, String subject, String phoneNumberId, String text) {
        if (!standing.containsKey(code + '|' + subject)) {
            raise(code, subject, phoneNumberId, text);
        }
    }

    @Override
    public void clear(String code, String subject) {
        standing.remove(code + '|' + subject);
    }

    @Override
    public List<Alert> standing() {
        return List.copyOf(standing.values());
    }
}
