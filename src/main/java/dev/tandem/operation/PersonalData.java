package dev.tandem.operation;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One kind of what is stored about persons. Whoever stores something about a person implements this as a bean: it is exported
 * and erased with everything else. Thread-safe.
 */
public interface PersonalData {

    /** The name of this kind in an export, as in {@code messages}; unique. */
    String kind();

    /** All that is stored of the person, as values that can be written as JSON. */
    List<Map<String, Object>> export(DataSubject person);

    /**
     * Erases it, in the caller's transaction.
     *
     * @return how many things were erased
     */
    int erase(DataSubject person, Instant now);
}
