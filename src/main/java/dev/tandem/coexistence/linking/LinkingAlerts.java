package dev.tandem.coexistence.linking;

import dev.tandem.domain.Alerts;
import java.util.function.Predicate;

/** Alerts of linkings that wait for a person, and the end of those of numbers that are gone. Thread-safe. */
final class LinkingAlerts {

    private static final String WAITS = "linking_waits";

    private final Alerts alerts;

    LinkingAlerts(Alerts alerts) {
        this.alerts = alerts;
    }

    /** A linking waits for what its trouble says. */
    void waits(Linking linking, LinkTrouble trouble) {
        String number = linking.phoneNumberId() == null ? "" : linking.phoneNumberId();
        alerts.raise(
                WAITS,
                linking.id(),
                number,
                "The linking of account " + linking.wabaId() + " waits: "
                        + trouble.cause().detail() + " It is tried again every 5 minutes; POST /api/v1/linking/"
                        + linking.id() + "/retry tries at once" + wayOut(linking));
    }

    private static String wayOut(Linking linking) {
        return linking.canBeGivenUp() ? ", DELETE /api/v1/linking/" + linking.id() + " gives it up." : ".";
    }

    /** It does not wait any more. */
    void over(Linking linking) {
        alerts.clear(WAITS, linking.id());
    }

    /** No round looks at these numbers any more. A linking that waits stands by itself. */
    void endOf(Predicate<String> areGone) {
        alerts.standing().stream()
                .filter(alert ->
                        !alert.phoneNumberId().isEmpty() && !alert.code().equals(WAITS))
                .filter(alert -> areGone.test(alert.phoneNumberId()))
                .forEach(alert -> alerts.clear(alert.code(), alert.subject()));
    }
}
