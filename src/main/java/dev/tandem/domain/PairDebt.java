package dev.tandem.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one number has sent to one person, as far as the pair limit must know (R47, R48): a message every six seconds, or a
 * burst that borrows from later allowance. After a burst of n the next may go when n messages would have taken their time.
 * It is no leaky bucket: within the block nothing comes back bit by bit.
 *
 * <p>Meta stamps a message somewhere between our mark and its answer, so the block's beginning is known only as a span:
 * bursts end by its earliest, debts are paid by its latest moment. Immutable.
 *
 * @param burstFrom the earliest moment at which the block's first message may have arrived
 * @param paidFrom the latest such moment
 * @param sent messages of this block
 * @param refused how often in a row Meta refused this person for this limit (R49)
 */
public record PairDebt(Instant burstFrom, Instant paidFrom, int sent, int refused) {

    /**
     * How long before its end a burst takes nothing more: what is marked now Meta stamps later, and behind the end of the
     * burst it would be refused.
     */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    /** The first message to a person. */
    public static PairDebt first(Instant now) {
        return new PairDebt(now, now, 1, 0);
    }

    /**
     * When a message may go: at once, or when the block is paid back.
     *
     * @param bursts whether this message may borrow; only otp and reply do, because a burst delays a later code
     */
    public Instant dueAt(Instant now, boolean bursts, Limits limits) {
        return isInBurst(now, bursts, limits) ? now : paidBack(limits);
    }

    private boolean isInBurst(Instant now, boolean bursts, Limits limits) {
        Instant end = burstFrom.plusSeconds(limits.pairSeconds()).minus(ON_THE_WAY);
        return bursts && now.isBefore(end) && sent < limits.pairBurst();
    }

    private Instant paidBack(Limits limits) {
        return paidFrom.plus(Duration.ofSeconds(limits.pairSeconds()).multipliedBy(sent));
    }

    /** After the mark of one more message that was allowed to go. */
    public PairDebt marked(Instant now, Limits limits) {
        return now.isBefore(paidBack(limits))
                ? new PairDebt(burstFrom, paidFrom, sent + 1, refused)
                : new PairDebt(now, now, 1, refused);
    }

    /** After the answer to the last message: it was taken. */
    public PairDebt taken(Instant answeredAt) {
        return new PairDebt(burstFrom, sent == 1 ? answeredAt : paidFrom, sent, 0);
    }

    /** After Meta refused the last message for this limit: it does not count, and the person rests longer each time. */
    public PairDebt refusedOnce() {
        return new PairDebt(burstFrom, paidFrom, sent, refused + 1);
    }

    /** The refusals of a person of whom nothing may be known. */
    public static int refusals(@Nullable PairDebt debt) {
        return debt == null ? 0 : debt.refused();
    }
}
