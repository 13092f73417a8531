package dev.tandem.broker;

import dev.tandem.domain.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which positions of the outbox were read. A position is given before its transaction is committed, so a later one may be seen first:
 * whoever then reads on behind the last would overlook the earlier one, and publish what follows from it before it. Therefore one
 * reads on behind the first hole. A hole may be of a transaction that was rolled back, or of one whose events another engine has
 * published, and is none after {@link #PATIENCE}. Not thread-safe.
 */
final class SeenPositions {

    /** Longer than a transaction takes that writes events. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How far below the very first one others may still come. */
    private static final int BELOW_THE_FIRST = 256;

    private final NavigableSet<Long> aboveHole = new TreeSet<>();
    private @Nullable Long upTo;

    /** When the holes that there were then were noticed; null when none is waited for. */
    private @Nullable Instant noticedAt;

    /** The last position that had been seen by then: every hole below it is at least as old. */
    private long noticedUpTo;

    /** A position was read. */
    void add(long position) {
        if (upTo == null) {
            upTo = Math.max(Outbox.BEGINNING, position - 1 - BELOW_THE_FIRST);
        }
        if (position > upTo) {
            aboveHole.add(position);
            close();
        }
    }

    /** Everything is to be read once more. */
    void forget() {
        upTo = null;
        noticedAt = null;
        aboveHole.clear();
    }

    /** Behind this position one reads on: everything up to it was seen, or will never come. */
    long upTo(Instant now) {
        if (noticedAt != null && !now.isBefore(noticedAt.plus(PATIENCE))) {
            upTo = noticedUpTo;
            aboveHole.headSet(noticedUpTo, true).clear();
            close();
        }
        if (noticedAt == null && !aboveHole.isEmpty()) {
            noticedAt = now;
            noticedUpTo = aboveHole.last();
        }
        return upTo == null ? Outbox.BEGINNING : upTo;
    }

    /** Whether something may still come before what was seen. */
    boolean hasHole() {
        return !aboveHole.isEmpty();
    }

    private void close() {
        long last = upTo == null ? Outbox.BEGINNING : upTo;
        while (!aboveHole.isEmpty() && aboveHole.first() == last + 1) {
            last = aboveHole.pollFirst();
        }
        upTo = last;
        if (noticedAt != null && last >= noticedUpTo) {
            noticedAt = null;
        }
    }
}
