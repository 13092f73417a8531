package dev.tandem.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has come of the past of a linking.
 *
 * @param contactsAt when contacts came last, null when none came
 * @param provedAt when contacts that are no edit came while their call was out, null while none did
 * @param silentAt when the contacts that Meta promised were given up, null while they were not and when they came after all
 * @param phase of the chunk that came last, -1 before the first
 * @param percent the largest of Meta's counts, 0 to 100
 * @param chunkAt when a chunk came that had not come before, the latest of them; null before the first
 * @param declinedAt when Meta said last that the owner does not share (2593109), null while it did not
 */
public record SyncProgress(
        @Nullable Instant contactsAt,
        @Nullable Instant provedAt,
        @Nullable Instant silentAt,
        int phase,
        int percent,
        @Nullable Instant chunkAt,
        @Nullable Instant declinedAt) {

    static final SyncProgress NONE = new SyncProgress(null, null, null, -1, 0, null, null);

    private static final int DONE = 100;

    SyncProgress contacts(Instant at) {
        return contactsAt != null && !contactsAt.isBefore(at)
                ? this
                : new SyncProgress(at, provedAt, null, phase, percent, chunkAt, declinedAt);
    }

    SyncProgress proved(Instant at) {
        return new SyncProgress(contactsAt, at, silentAt, phase, percent, chunkAt, declinedAt);
    }

    SyncProgress noContacts(Instant at) {
        return new SyncProgress(contactsAt, provedAt, at, phase, percent, chunkAt, declinedAt);
    }

    SyncProgress chunk(int itsPhase, int itsPercent, Instant at) {
        boolean later = chunkAt == null || at.isAfter(chunkAt);
        return new SyncProgress(
                contactsAt,
                provedAt,
                silentAt,
                later ? itsPhase : phase,
                Math.max(percent, Math.min(DONE, itsPercent)),
                later ? at : chunkAt,
                declinedAt);
    }

    SyncProgress declined(Instant at) {
        return declinedAt != null && !declinedAt.isBefore(at)
                ? this
                : new SyncProgress(contactsAt, provedAt, silentAt, phase, percent, chunkAt, at);
    }

    /** Whether Meta says that it has sent everything. */
    public boolean isAllSent() {
        return percent >= DONE;
    }

    /**
     * Whether the last word is that the owner does not share. History webhooks have no time of their own and Meta repeats them for
     * days, so a word and a part may each be of the linking before: whichever came last is believed.
     */
    public boolean isDeclined() {
        return declinedAt != null && (chunkAt == null || declinedAt.isAfter(chunkAt));
    }

    /** Whether something that came at this time is news after all that came before. */
    boolean isLast(Instant at) {
        return (chunkAt == null || at.isAfter(chunkAt)) && (declinedAt == null || !at.isBefore(declinedAt));
    }
}
