package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Lets go what waits for something that has come to pass earlier than it was due. Thread-safe. */
public final class HeldSends {

    private static final int BATCH = 500;

    private final SendLedger ledger;
    private final WaitingSends waiting;
    private final SendMoves moves;
    private final Clock clock;

    public HeldSends(SendLedger ledger, WaitingSends waiting, SendMoves moves, Clock clock) {
        this.ledger = ledger;
        this.waiting = waiting;
        this.moves = moves;
        this.clock = clock;
    }

    /**
     * Makes ready what a number holds for a reason; each is asked everything again before it leaves. Idempotent.
     *
     * @param which those of them that are meant
     */
    public void release(BusinessNumber number, Reason reason, Predicate<Send> which) {
        Instant now = clock.instant();
        List<Long> held = waiting.heldFor(number.phoneNumberId(), reason);
        for (int from = 0; from < held.size(); from += BATCH) {
            moves.moveAll(held.subList(from, Math.min(held.size(), from + BATCH)).stream()
                    .map(ledger::find)
                    .flatMap(Optional::stream)
                    .filter(send -> isHeldFor(send, reason) && which.test(send))
                    .map(send -> moves.change(send, send.ready(now)))
                    .toList());
        }
    }

    private static boolean isHeldFor(Send send, Reason reason) {
        Cause cause = send.progress().cause();
        return send.state() == SendState.HELD && cause != null && cause.reason() == reason;
    }
}
