package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How near a number is to being cut off for want of use (R68): the primary phone after about 14 days, a linked device after
 * about 30. Of the phone its signs of life are known. Of linked devices nothing is ever reported, so all there is is a reminder
 * some days before each 30 days are over.
 *
 * @param first how long without a sign of life until the first warning
 * @param last how long until the last one
 * @param limit after how long Meta cuts the link
 * @param companionLimit after how long Meta cuts the link for an idle linked device
 * @param companionNotice how long before that the reminder comes
 */
public record Idleness(
        Duration first, Duration last, Duration limit, Duration companionLimit, Duration companionNotice) {

    /** Ten, thirteen and fourteen days; thirty, and three before. */
    public static final Idleness DEFAULT = new Idleness(
            Duration.ofDays(10), Duration.ofDays(13), Duration.ofDays(14), Duration.ofDays(30), Duration.ofDays(3));

    /** How urgent it is. */
    public enum Warning {
        NONE,
        FIRST,
        LAST
    }

    /**
     * When the phone lived last as far as is known: it was there when the number was linked and when Meta reconnected it. A link
     * that was older than the limit when the engine began to watch it stood because the phone lived: then that beginning counts.
     */
    public Instant lastSign(Instant connectedSince, Instant watchedSince, @Nullable Instant lastSeen) {
        Instant known = from(connectedSince, watchedSince, limit);
        return lastSeen != null && lastSeen.isAfter(known) ? lastSeen : known;
    }

    private static Instant from(Instant connectedSince, Instant watchedSince, Duration limit) {
        return Duration.between(connectedSince, watchedSince).compareTo(limit) < 0 ? connectedSince : watchedSince;
    }

    /** What to say of a phone that was last seen then. */
    public Warning phone(Instant lastSign, Instant now) {
        Duration idle = Duration.between(lastSign, now);
        if (idle.compareTo(last) >= 0) {
            return Warning.LAST;
        }
        return idle.compareTo(first) >= 0 ? Warning.FIRST : Warning.NONE;
    }

    /** When the next warning about the phone is due, or was. */
    public Instant warnAt(Instant lastSign) {
        return lastSign.plus(first);
    }

    /** When Meta will cut the link if the phone stays idle. */
    public Instant cutAt(Instant lastSign) {
        return lastSign.plus(limit);
    }

    /** Whether the reminder about linked devices stands: in the last days of every period since the number was connected. */
    public boolean companions(Instant connectedSince, Instant watchedSince, Instant now) {
        Duration since = Duration.between(from(connectedSince, watchedSince, companionLimit), now);
        if (since.isNegative()) {
            return false;
        }
        long within = since.toMillis() % companionLimit.toMillis();
        return within >= companionLimit.minus(companionNotice).toMillis();
    }
}
