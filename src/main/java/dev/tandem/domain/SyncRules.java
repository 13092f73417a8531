package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the engine does something about a sync by itself. Immutable.
 *
 * @param quiet how long after the last sign nothing more is expected (R23)
 * @param settle how long after Meta's count of 100 chunks may still come that left before: the order is not promised (R22)
 */
public record SyncRules(Duration quiet, Duration settle) {

    /** How long before the end of the 24 hours a person is alarmed that nobody has asked (R20), and what is next asked by itself. */
    private static final List<Duration> ALARMS = List.of(Duration.ofHours(6), Duration.ofHours(1));

    private static final Duration LAST_HOUR = Duration.ofHours(1);

    /** After a refusal that did not count: one minute, two, four, at most half an hour. */
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    /** Whether the contacts are asked for by themselves now (R20). */
    public boolean contactsDue(NumberSync sync, Instant now) {
        return !sync.isOver() && now.isBefore(sync.deadline()) && isDue(sync.contacts(), now);
    }

    /** Whether the history is asked for by itself now. */
    public boolean historyDue(NumberSync sync, AutoHistory plan, Instant now) {
        if (sync.isOver() || sync.whyNot(SyncKind.HISTORY, now, false).isPresent() || !isDue(sync.history(), now)) {
            return false;
        }
        boolean lastHour = !now.isBefore(sync.deadline().minus(LAST_HOUR));
        // Contacts come first; when Meta refuses them, history is not given up for it.
        return switch (plan) {
            case AT_ONCE -> lastHour || !sync.contacts().isOpen();
            case LAST_HOUR -> lastHour;
            case NEVER -> false;
        };
    }

    /** When the history is asked for by itself; empty when it is not, or is asked for already. */
    public Optional<Instant> historyAt(NumberSync sync, AutoHistory plan) {
        if (sync.isOver() || !sync.history().isOpen()) {
            return Optional.empty();
        }
        return switch (plan) {
            case AT_ONCE -> Optional.of(sync.linkedAt());
            case LAST_HOUR -> Optional.of(sync.deadline().minus(LAST_HOUR));
            case NEVER -> Optional.empty();
        };
    }

    private static boolean isDue(SyncCall call, Instant now) {
        Instant at = call.at();
        if (call.state() == SyncCall.State.REFUSED && at != null) {
            return !now.isBefore(at.plus(waitAfter(call.tries())));
        }
        return call.state() == SyncCall.State.NOT_ASKED;
    }

    private static Duration waitAfter(int tries) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /**
     * How many of the alarms for an unasked history there should have been by now: 0, 1 or 2. Whatever the plan is: where only a person
     * asks it depends on the alarms alone.
     */
    public int alarmsDue(NumberSync sync, Instant now) {
        if (sync.isOver() || !sync.history().isOpen() || !now.isBefore(sync.deadline())) {
            return 0;
        }
        return (int) ALARMS.stream()
                .filter(before -> !now.isBefore(sync.deadline().minus(before)))
                .count();
    }

    /**
     * The end, when it is there.
     *
     * @param chunks what has come
     * @param listening since when somebody listens and nothing is in arrears: what came before stands in line at Meta's or here, and
     *     a silence that nobody listened to is none
     */
    public Optional<SyncClose> end(NumberSync sync, List<HistoryChunk> chunks, Instant listening, Instant now) {
        SyncCall history = sync.history();
        if (sync.isOver()) {
            return Optional.empty();
        }
        return switch (history.state()) {
            case NOT_ASKED, REFUSED, ASKING -> Optional.empty();
            case EXPIRED -> end(SyncEnd.EXPIRED, "", now);
            case UNCLEAR ->
                now.isBefore(sync.deadline()) || !isOver(history.at(), quiet, listening, now)
                        ? Optional.empty()
                        : end(SyncEnd.EXPIRED, "quiet", now);
            case ACCEPTED, ALREADY_USED -> afterCall(sync, chunks, listening, now);
        };
    }

    /**
     * Whether the contacts are given up now: Meta said yes and none came. The end of the history changes nothing of it.
     *
     * @param listening as for {@link #end}
     */
    public boolean isContactsSilent(NumberSync sync, Instant listening, Instant now) {
        return sync.contacts().state() == SyncCall.State.ACCEPTED
                && sync.progress().contactsAt() == null
                && !sync.isWithoutContacts()
                && sync.end() != SyncEnd.REPLACED
                && isOver(sync.contacts().at(), quiet, listening, now);
    }

    private Optional<SyncClose> afterCall(NumberSync sync, List<HistoryChunk> chunks, Instant listening, Instant now) {
        Instant came = sync.progress().chunkAt();
        if (came == null) {
            boolean used = sync.history().state() == SyncCall.State.ALREADY_USED;
            return isOver(sync.history().at(), quiet, listening, now)
                    ? end(used ? SyncEnd.ALREADY_USED : SyncEnd.SILENT, "quiet", now)
                    : Optional.empty();
        }
        SyncEnd how = HistoryProgress.of(chunks).hasGap() ? SyncEnd.GAP : SyncEnd.COMPLETE;
        boolean all = sync.progress().isAllSent();
        // Whoever spoke last is believed; where all is here nothing is left to be refused.
        if (sync.progress().isDeclined() && !(all && how == SyncEnd.COMPLETE)) {
            return isOver(sync.progress().declinedAt(), quiet, listening, now)
                    ? end(SyncEnd.DECLINED, "quiet", now)
                    : Optional.empty();
        }
        return isOver(came, all ? settle : quiet, listening, now)
                ? end(how, all ? "progress" : "quiet", now)
                : Optional.empty();
    }

    private static boolean isOver(@Nullable Instant sign, Duration wait, Instant listening, Instant now) {
        Instant since = sign == null || sign.isBefore(listening) ? listening : sign;
        return !now.isBefore(since.plus(wait));
    }

    private static Optional<SyncClose> end(SyncEnd how, String by, Instant now) {
        return Optional.of(SyncClose.of(how, by, now, true));
    }
}
