package dev.tandem.coexistence;

import dev.tandem.domain.BusinessNumber;

/** Told when a number is gone or has other limits: its lane stops, and starts anew should there be work for it. Thread-safe. */
@FunctionalInterface
public interface NumberGone {

    /** @param number as it was */
    void gone(BusinessNumber number);
}
