package dev.tandem.operation;

import java.util.Set;
import java.util.function.Supplier;

/** Where persons are found, and what is done to them in one transaction. Thread-safe. */
public interface PersonStore {

    /** All names of the persons that any of these names leads to, and these names themselves. */
    Set<String> names(String phoneNumberId, Set<String> asked);

    /** Runs work in one transaction; it may run more than once when others get in its way. */
    <T> T atOnce(Supplier<T> work);
}
