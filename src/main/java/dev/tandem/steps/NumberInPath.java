package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import org.apache.camel.Exchange;

/** The number that a call's path names. */
final class NumberInPath {

    private NumberInPath() {}

    /**
     * By alias, phone number or id, as the caller may use it.
     *
     * @throws ProblemException 404 when there is none for this caller
     */
    static BusinessNumber of(NumberDirectory numbers, String written, Exchange exchange) {
        return numbers.find(PathName.of(written))
                .filter(found -> Caller.of(exchange).mayUse(found.phoneNumberId()))
                .orElseThrow(() -> new ProblemException(
                        404,
                        Reason.UNKNOWN_NUMBER,
                        "No number is called '" + written
                                + "', or this API key may not use it: see GET /api/v1/numbers."));
    }
}
