package dev.tandem.coexistence.linking;

import dev.tandem.domain.BusinessNumber;

/** Told when a number that the database owns is not any more what it was. Thread-safe. */
public interface NumberChanges {

    /**
     * It is gone, or has other limits: its lane stops, and starts anew should there be work for it.
     *
     * @param number as it was
     */
    void laneEnds(BusinessNumber number);

    /**
     * It has another token: what Meta's answer to the old one paused may go on.
     *
     * @param number as it is from now on
     */
    void tokenRenewed(BusinessNumber number);
}
