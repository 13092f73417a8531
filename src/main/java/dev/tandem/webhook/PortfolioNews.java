package dev.tandem.webhook;

import java.util.OptionalInt;

/** What the way back tells of the portfolio; told again when it comes again. Thread-safe. */
@FunctionalInterface
public interface PortfolioNews {

    /** So many different people may be written to outside their windows in 24 hours; empty for no limit (R69). */
    void limit(OptionalInt people);
}
