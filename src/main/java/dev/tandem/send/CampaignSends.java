package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is done with many sends of a campaign at once: each call is one transaction, and what somebody else changed meanwhile is left
 * as it is. Idempotent. Thread-safe.
 */
public final class CampaignSends {

    private final SendLedger ledger;
    private final SendMoves moves;
    private final SendIds ids;
    private final Clock clock;

    public CampaignSends(SendLedger ledger, SendMoves moves, SendIds ids, Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.ids = ids;
        this.clock = clock;
    }

    /** Ends those that have not left. A send that another request stands for as well is left alone. */
    public void cancel(String campaign, List<Long> sends) {
        Instant now = clock.instant();
        Cause cause = Cause.of(Reason.CANCELLED, "Its campaign was cancelled before it left.");
        moves.moveAll(ofCampaign(campaign, sends)
                .filter(send -> send.state().isCancellable())
                .map(send -> moves.change(send, send.ended(SendState.CANCELLED, cause, now)))
                .toList());
    }

    /**
     * Sends those again that failed: each as a new send that is linked to the old, with a key that says the attempt. An unknown one
     * never, and none whose content was forgotten for the person.
     *
     * @param until those that failed later are left for another time
     */
    public void sendAgain(String campaign, List<Long> sends, Instant until) {
        Instant now = clock.instant();
        moves.moveAll(ofCampaign(campaign, sends)
                .filter(send -> send.state() == SendState.FAILED
                        && !send.progress().changedAt().isAfter(until)
                        && !SendContent.of(send).isForgotten())
                .map(send -> {
                    Instant end = send.isExpired(now)
                            ? now.plus(send.life())
                            : send.acceptance().expiresAt();
                    Send again = send.again(ids.next(), end, now);
                    return moves.change(send, send.closed(send.progress().cause(), now), again);
                })
                .toList());
    }

    /** In the order of acceptance, so that what is made of them has it, too. */
    private Stream<Send> ofCampaign(String campaign, List<Long> sends) {
        return ledger.findAll(sends, List.of()).stream()
                .filter(send -> send.acceptance().campaign().equals(campaign))
                .sorted(Comparator.comparing(Send::id));
    }
}
