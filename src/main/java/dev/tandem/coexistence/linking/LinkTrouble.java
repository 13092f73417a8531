package dev.tandem.coexistence.linking;

import dev.tandem.domain.Cause;

/**
 * What stands in the way of a linking.
 *
 * @param cause what happened and what to do
 * @param isLast whether it ends the linking; otherwise it is tried again until it works
 */
public record LinkTrouble(Cause cause, boolean isLast) {

    /** It ends the linking: only another one can succeed. */
    public static LinkTrouble last(Cause cause) {
        return new LinkTrouble(cause, true);
    }

    /** It can be put right while the linking waits. */
    public static LinkTrouble passing(Cause cause) {
        return new LinkTrouble(cause, false);
    }
}
