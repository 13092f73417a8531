package dev.tandem.send;

import dev.tandem.domain.Send;
import java.util.List;

/** What the door says to a request. */
public sealed interface Verdict {

    /**
     * It stands in the ledger.
     *
     * @param isNew false when the same key with the same content was accepted before
     */
    record Accepted(Send send, boolean isNew) implements Verdict {}

    /** The key was used before with other content; nothing is written. */
    record Conflict(Send earlier) implements Verdict {}

    /** It cannot be accepted; nothing is written. All that is wrong with it, not only the first. */
    record Refused(List<Problem> problems) implements Verdict {}

    /** The source may not use this number; nothing is written. */
    record Forbidden(String detail) implements Verdict {}
}
