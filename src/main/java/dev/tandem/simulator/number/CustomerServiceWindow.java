package dev.tandem.simulator.number;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The customer service window of one person with one number (R54 to R59) and the free entry point beside it (R61,
 * R62). Only messages of the user open it, and only those written since the number was linked. Not thread-safe.
 */
public final class CustomerServiceWindow {
    private static final Duration LENGTH = Duration.ofHours(24);

    private @Nullable Instant closesAt;
    private @Nullable Instant adClickAt;
    private @Nullable Instant freeEntryUntil;

    /**
     * A message of the user.
     *
     * @param writtenAt the message's own time
     * @param type the message's type
     * @param fromAd whether an advertisement led the user here
     */
    public void userWrote(Instant writtenAt, String type, boolean fromAd, Instant linkedAt) {
        if (writtenAt.isBefore(linkedAt) || !opens(type)) {
            return;
        }
        Instant end = writtenAt.plus(LENGTH);
        if (closesAt == null || end.isAfter(closesAt)) {
            closesAt = end;
        }
        if (fromAd) {
            adClickAt = writtenAt;
        }
    }

    /** The business answered: within 24 h of an ad's message this opens the free entry point, counted from now. */
    public void businessAnswered(Instant now, Duration freeEntryLength) {
        if (adClickAt != null && now.isBefore(adClickAt.plus(LENGTH))) {
            freeEntryUntil = now.plus(freeEntryLength);
            adClickAt = null;
        }
    }

    public boolean isOpen(Instant now) {
        return closesAt != null && now.isBefore(closesAt);
    }

    /** When it closes or closed; null if it never was open. */
    public @Nullable Instant closesAt() {
        return closesAt;
    }

    /** End of the free entry point, null if none is open. */
    public @Nullable Instant freeEntryUntil(Instant now) {
        return freeEntryUntil != null && now.isBefore(freeEntryUntil) ? freeEntryUntil : null;
    }

    /** The number was linked anew: what was written before opens nothing (R57). */
    void forget() {
        closesAt = null;
        adClickAt = null;
        freeEntryUntil = null;
    }

    /** Two chats become one: whatever is open in either is open. */
    void join(CustomerServiceWindow other) {
        closesAt = later(closesAt, other.closesAt);
        adClickAt = later(adClickAt, other.adClickAt);
        freeEntryUntil = later(freeEntryUntil, other.freeEntryUntil);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private static boolean opens(String type) {
        return !type.equals("edit") && !type.equals("revoke") && !type.equals("system");
    }
}
