package dev.tandem.steps;

import dev.tandem.send.LedgerSweep;
import dev.tandem.send.TokenRenewal;
import org.springframework.stereotype.Component;

/** Steps of the timers: what the ledger wants looked at by itself. */
@Component("ledger")
public final class LedgerSteps {

    private final LedgerSweep sweep;

    private final TokenRenewal tokens;

    public LedgerSteps(LedgerSweep sweep, TokenRenewal tokens) {
        this.sweep = sweep;
        this.tokens = tokens;
    }

    /** Due sends become ready, expired ones end. */
    public void sweep() {
        sweep.sweep();
    }

    /** Lost lane messages are put again, abandoned requests become unknown, quiet lanes stop. */
    public void sweepLanes() {
        sweep.sweepLanes();
    }

    /** Takes new access tokens into use. */
    public void renewTokens() {
        tokens.look();
    }
}
