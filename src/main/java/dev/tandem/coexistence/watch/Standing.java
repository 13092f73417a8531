package dev.tandem.coexistence.watch;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The alerts as one look finds them: one that stands is not raised once more, so that it counts what happened and not how
 * often somebody looked. For one thread.
 */
final class Standing {

    private final Alerts alerts;
    private final List<Alert> all;
    private final Set<String> keys;

    Standing(Alerts alerts) {
        this.alerts = alerts;
        this.all = alerts.standing();
        this.keys =
                all.stream().map(alert -> key(alert.code(), alert.subject())).collect(Collectors.toSet());
    }

    private static String key(String code, String subject) {
        return code + '|' + subject;
    }

    List<Alert> all() {
        return all;
    }

    /** Since when the alert of a number stands, empty when it does not. */
    Optional<Instant> since(String code, String phoneNumberId) {
        return all.stream()
                .filter(alert -> alert.code().equals(code) && alert.subject().equals(phoneNumberId))
                .map(Alert::since)
                .findFirst();
    }

    /** Raises the alert of a number, or ends it, unless it is so already. */
    void set(boolean stands, String code, String phoneNumberId, Supplier<String> text) {
        boolean stood = keys.contains(key(code, phoneNumberId));
        if (stands && !stood) {
            // Whoever learned of it while this look was on its way has raised it.
            alerts.raiseOnce(code, phoneNumberId, phoneNumberId, text.get());
        } else if (!stands && stood) {
            alerts.clear(code, phoneNumberId);
        }
    }
}
