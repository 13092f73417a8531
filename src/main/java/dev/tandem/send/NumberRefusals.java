package dev.tandem.send;

import dev.tandem.domain.Answer;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.ErrorTable;

/**
 * Hears of refusals that no send met. One that is the number's own fault, as a dead token (190), pauses the number as it would
 * for a send: whatever goes out next would meet it, too. Thread-safe.
 */
public final class NumberRefusals {

    private static final int BAD_REQUEST = 400;

    private final ErrorTable table;
    private final Aftermath aftermath;

    public NumberRefusals(ErrorTable table, Aftermath aftermath) {
        this.table = table;
        this.aftermath = aftermath;
    }

    /** Pauses the number, with an alert, when the error says so; a cause without a code of Meta's changes nothing. */
    public void told(BusinessNumber number, Cause refusal) {
        Integer code = refusal.metaCode();
        if (code != null) {
            Answer.Refused refused = new Answer.Refused(BAD_REQUEST, code, refusal.detail(), false);
            aftermath.ofNumber(table.of(refused), number, refusal.detail());
        }
    }
}
