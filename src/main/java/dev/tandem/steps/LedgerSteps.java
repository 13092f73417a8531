package dev.tandem.steps;

import dev.tandem.send.LedgerSweep;
import org.springframework.stereotype.Component;

/** Steps of the timers: what the ledger wants looked at by itself. */
@Component("ledger")
public final class LedgerSteps {

    private final LedgerSweep sweep;

    public LedgerSteps(LedgerSweep sweep) {
        this.sweep = sweep;
    }

    /** Due sends become ready, expired ones end. */
    public void sweep() {
        sweep.sweep();
    }

    /** Lost lane messages are put again, abandoned requests become unknown, quiet lanes stop. */
    public void sweepLanes() {
        sweep.sweepLanes();
    }
}
