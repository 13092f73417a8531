package dev.tandem.coexistence;

import java.time.Instant;
import java.util.List;

/** The sends that Meta took and that no status told of yet, in the ledger. Thread-safe. */
@FunctionalInterface
public interface SilentSends {

    /** When the latest of them left, the latest first: after one moment and not after another. */
    List<Instant> left(String phoneNumberId, Instant after, Instant until, int max);
}
