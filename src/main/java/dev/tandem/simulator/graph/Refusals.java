package dev.tandem.simulator.graph;

import dev.tandem.simulator.meta.MetaError;
import dev.tandem.simulator.meta.MetaException;
import dev.tandem.simulator.number.Admission;
import dev.tandem.simulator.number.Limits;
import dev.tandem.simulator.number.SimulatedNumber;

/** Says with Meta's codes what a number's limits decided. */
final class Refusals {
    private Refusals() {}

    /** Hands back an admission that admits, and throws the error of one that does not. */
    static Admission check(SimulatedNumber number, Admission admission) {
        Limits limits = number.profile().limits();
        return switch (admission.verdict()) {
            case ADMITTED -> admission;
            case THROUGHPUT_USED_UP ->
                throw new MetaException(
                        MetaError.THROUGHPUT,
                        "the number already had " + limits.throughputPerSecond()
                                + " messages, in and out, within one second");
            case COMBINED_LIMIT_USED_UP ->
                throw new MetaException(
                        MetaError.THROUGHPUT,
                        "the account already had " + limits.combinedPerSecond()
                                + " messages of app and API together within one second");
            case PAIR_LIMIT_USED_UP ->
                throw new MetaException(
                        MetaError.PAIR_LIMIT, "too many messages from this number to this user in a short time");
            case WINDOW_CLOSED ->
                throw new MetaException(
                        MetaError.WINDOW_CLOSED,
                        "more than 24 hours have passed since this user last wrote, or the user has not written since the"
                                + " number was linked; only templates may be sent");
            case PORTFOLIO_LIMIT_USED_UP ->
                throw new MetaException(
                        MetaError.PORTFOLIO_LIMIT,
                        "the portfolio has already messaged " + number.tier().people()
                                + " people outside their window within 24 hours");
        };
    }
}
