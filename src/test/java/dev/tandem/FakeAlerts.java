package dev.tandem;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Alerts in memory, without their times. */
public final class FakeAlerts implements Alerts {

    private final Map<String, Alert> standing = new ConcurrentHashMap<>();

    @Override
    public void raise(String code, String subject, String phoneNumberId, String text) {
        standing.merge(
                code + '|' + subject,
                new Alert(code, subject, phoneNumberId, text, Instant.EPOCH, Instant.EPOCH, 1),
                (before, now) -> new Alert(
                        code, subject, phoneNumberId, text, Instant.EPOCH, Instant.EPOCH, before.count() + 1));
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
