package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;

/** What the watch does to a number's lane. Idempotent. Thread-safe. */
public interface LaneGate {

    /**
     * What was held for the connection, or for a restriction, goes back to its lane: everything is decided there once more,
     * and what is still held back is held again, with the reason of today.
     */
    void reconsider(BusinessNumber number);

    /**
     * The number is back (R66): it begins at half its pace at most and climbs, and a pause of everything that Meta's answers
     * brought meanwhile ends. Should there be another reason for it, the next answer brings it again.
     */
    void beginGently(BusinessNumber number);
}
