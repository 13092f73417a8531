package dev.tandem.coexistence;

import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What Meta says of an account that a person must read and the engine does nothing about. Thread-safe. */
public final class Notices {

    private static final int LONGEST_SUBJECT = 200;

    private final Alerts alerts;
    private final Duration standFor;
    private final Clock clock;

    /** @param standFor how long one stands that nothing ends; an older one that is told again stays away */
    public Notices(Alerts alerts, Duration standFor, Clock clock) {
        this.alerts = alerts;
        this.standFor = standFor;
        this.clock = clock;
    }

    /** Raises one. */
    public void raise(BusinessNumber number, String code, String what, String text, Instant at) {
        if (at.plus(standFor).isAfter(clock.instant())) {
            alerts.raise(code, subject(number, what), number.phoneNumberId(), text);
        }
    }

    /** It is over. */
    public void over(BusinessNumber number, String code, String what) {
        alerts.clear(code, subject(number, what));
    }

    private static String subject(BusinessNumber number, String what) {
        String subject = what.isEmpty() ? number.phoneNumberId() : number.phoneNumberId() + " " + what;
        return subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length()));
    }
}
