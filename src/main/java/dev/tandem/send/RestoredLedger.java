package dev.tandem.send;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger that is older than the world: what waits in it may have left since it was copied, and nobody here knows. Before
 * anything leaves, all of it is put on hold, for a person to compare, release or cancel. Idempotent.
 */
public final class RestoredLedger {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredLedger.class);

    private static final int BATCH = 500;

    private static final Cause WHY = Cause.of(
            Reason.ON_HOLD,
            "The ledger was restored from a backup, and this may have left since. Look at the chat, then release or"
                    + " cancel it.");

    private final SendLedger ledger;
    private final SendMoves moves;
    private final Clock clock;

    public RestoredLedger(SendLedger ledger, SendMoves moves, Clock clock) {
        this.ledger = ledger;
        this.moves = moves;
        this.clock = clock;
    }

    /** Puts everything on hold that has not left as far as the ledger knows; returns how many. */
    public int hold() {
        int held = 0;
        for (SendState state : List.of(SendState.ACCEPTED, SendState.QUEUED, SendState.HELD)) {
            Long before = null;
            List<Send> page;
            do {
                page = ledger.search(filter(state, before));
                held += hold(page);
                before = page.isEmpty() ? null : page.get(page.size() - 1).id();
            } while (page.size() == BATCH);
        }
        LOG.warn(
                "{} sends are on hold, because the ledger was restored (tandem.restore.hold-unsettled). Release or"
                        + " cancel them, and start without that property the next time.",
                held);
        return held;
    }

    private int hold(List<Send> sends) {
        Instant now = clock.instant();
        return moves.moveAll(sends.stream()
                        .filter(send -> !send.isOnHold())
                        .map(send -> moves.change(send, send.onHold(WHY, now)))
                        .toList())
                .size();
    }

    private static SendLedger.Filter filter(SendState state, @Nullable Long before) {
        return new SendLedger.Filter(null, null, state, null, before, BATCH);
    }
}
