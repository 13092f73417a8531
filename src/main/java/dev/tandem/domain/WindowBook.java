package dev.tandem.domain;

import java.time.Instant;

/** Reads and closes windows; they are opened by storing a live message. Thread-safe. */
public interface WindowBook {

    /** The window of a person with a number at the given moment. */
    Window at(BusinessNumber number, String contact, Instant now);

    /** Believes Meta when it refuses a free-form message for a closed window (R60). */
    void closedByMeta(BusinessNumber number, String contact, Instant now);
}
