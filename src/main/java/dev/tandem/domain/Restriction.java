package dev.tandem.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A restriction that Meta put on an account, as a pause with an end of its own: neither a person nor a new token lifts it.
 *
 * @param kind Meta's word, as in {@code RESTRICTED_BIZ_INITIATED_MESSAGING}; with the number its key
 * @param standing whether it holds; Meta may take one back
 * @param until when it ends by itself, null when Meta must end it
 * @param toldAt Meta's time: an older word changes nothing
 */
public record Restriction(
        String kind, boolean standing, @Nullable Instant until, Instant toldAt) {

    /** The whole account is disabled, until Meta says {@code REINSTATE}. */
    public static final String DISABLED = "DISABLED";

    /** Whether it holds now. */
    public boolean holds(Instant now) {
        return standing && (until == null || now.isBefore(until));
    }

    /**
     * What it holds back; null when it is no matter of sending as such, and when Meta says no end: then Meta's own refusals pause
     * the number, which a person can lift.
     */
    public @Nullable PauseScope scope() {
        if (kind.equals(DISABLED)) {
            return PauseScope.ALL;
        }
        if (until == null) {
            return null;
        }
        return switch (kind) {
            case "RESTRICTED_BIZ_INITIATED_MESSAGING" -> PauseScope.TEMPLATES;
            case "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" -> PauseScope.FREEFORM;
            default -> null;
        };
    }

    /** The later of two words about the same kind. */
    public Restriction or(Restriction other) {
        return other.toldAt.isAfter(toldAt) ? other : this;
    }
}
