package dev.tandem.coexistence.linking;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import java.util.Objects;

/**
 * What stands in the way of a linking.
 *
 * @param cause what happened and what to do
 * @param isLast whether it ends the linking; otherwise it is tried again until it works
 */
public record LinkTrouble(Cause cause, boolean isLast) {

    /** Meta's code for a token that it does not take. */
    private static final int TOKEN_REFUSED = 190;

    /** It ends the linking: only another one can succeed. */
    public static LinkTrouble last(Cause cause) {
        return new LinkTrouble(cause, true);
    }

    /** Whether Meta does not take the token. */
    boolean isTokenRefused() {
        return cause.reason() == Reason.CLOUD_API && Objects.equals(cause.metaCode(), TOKEN_REFUSED);
    }

    /** The same, and what else a person may do. */
    LinkTrouble advised(String advice) {
        return new LinkTrouble(new Cause(cause.reason(), cause.detail() + " " + advice, cause.metaCode()), isLast);
    }

    /** It can be put right while the linking waits. */
    public static LinkTrouble passing(Cause cause) {
        return new LinkTrouble(cause, false);
    }
}
