package dev.tandem.coexistence;

import dev.tandem.domain.BusinessNumber;

/** Told when a number was linked, for the first time or again; told again after a crash. Thread-safe. */
@FunctionalInterface
public interface LinkNews {

    /** @param number as it is from now on: its {@code linkedAt} names this linking */
    void linked(BusinessNumber number);
}
