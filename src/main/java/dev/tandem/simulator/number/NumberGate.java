package dev.tandem.simulator.number;

import dev.tandem.simulator.number.Admission.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one number, decided one send at a time. What counts to the sliding second is messages (R41, R42):
 * accepted API sends, inbound messages of users, another partner's traffic, and by switch messages typed in the app.
 * A refused request is no message and counts to nothing, nor do read receipts and statuses. Thread-safe.
 */
public final class NumberGate {
    private final SlidingSecond throughput = new SlidingSecond();
    private final SlidingSecond combined = new SlidingSecond();
    private final Portfolio portfolio;

    NumberGate(Portfolio portfolio) {
        this.portfolio = portfolio;
    }

    /**
     * Rules of one decision that are not limits of the number.
     *
     * @param isTemplate templates need no open window
     * @param lateWindowCheck a closed window is admitted here and told later by a {@code failed}
     * @param tier the tier to enforce, or null for none
     */
    public record Rules(
            boolean isTemplate,
            boolean lateWindowCheck,
            @Nullable Tier tier,
            Duration freeEntryLength) {}

    /**
     * Decides on a send and counts it if admitted.
     *
     * @param stamp arrival, by which throughput is judged
     * @param now simulated time, by which pair limit, window and tier are judged
     */
    public synchronized Admission admit(Chat chat, Limits limits, Rules rules, long stamp, Instant now) {
        boolean open = chat.window.isOpen(now);
        Verdict verdict = verdict(chat, limits, rules, stamp, now, open);
        if (verdict != Verdict.ADMITTED) {
            return new Admission(verdict, open, null);
        }
        throughput.count(stamp);
        combined.count(stamp);
        if (limits.pair() != null) {
            chat.pair.count(now, limits.pair());
        }
        chat.window.businessAnswered(now, rules.freeEntryLength());
        return new Admission(verdict, open, chat.window.freeEntryUntil(now));
    }

    private Verdict verdict(Chat chat, Limits limits, Rules rules, long stamp, Instant now, boolean open) {
        if (limits.throughputPerSecond() != null && !throughput.admits(stamp, limits.throughputPerSecond())) {
            return Verdict.THROUGHPUT_USED_UP;
        }
        if (limits.combinedPerSecond() != null && !combined.admits(stamp, limits.combinedPerSecond())) {
            return Verdict.COMBINED_LIMIT_USED_UP;
        }
        if (limits.pair() != null && !chat.pair.admits(now, limits.pair())) {
            return Verdict.PAIR_LIMIT_USED_UP;
        }
        if (!open && !rules.isTemplate() && !rules.lateWindowCheck()) {
            return Verdict.WINDOW_CLOSED;
        }
        // Asked last, because asking counts.
        if (!open && rules.tier() != null) {
            String person = chat.person().key();
            if (!portfolio.tryCount(person, now, rules.tier().people())) {
                return Verdict.PORTFOLIO_LIMIT_USED_UP;
            }
        }
        return Verdict.ADMITTED;
    }

    /** A user's message: counts to the throughput and may open the window. */
    public synchronized void userWrote(
            Chat chat, long stamp, Instant writtenAt, String type, boolean fromAd, Instant linkedAt) {
        throughput.count(stamp);
        chat.window.userWrote(writtenAt, type, fromAd, linkedAt);
    }

    /** A message typed in the app: counts to the combined limit, and to the throughput if so switched. */
    public synchronized void appSent(long stamp, boolean countsToThroughput) {
        combined.count(stamp);
        if (countsToThroughput) {
            throughput.count(stamp);
        }
    }

    /** A message of another partner on the same number. */
    public synchronized void partnerSent(long stamp) {
        throughput.count(stamp);
    }

    /** Two chats become one, {@code chat}. */
    synchronized void join(Chat chat, Chat other) {
        chat.window.join(other.window);
    }

    /** What a user wrote so far opens nothing any more. */
    synchronized void closeWindow(Chat chat) {
        chat.window.forget();
    }

    /** Reads a chat's window under the lock that guards it. */
    public synchronized <T extends @Nullable Object> T window(Chat chat, Function<CustomerServiceWindow, T> read) {
        return read.apply(chat.window);
    }
}
