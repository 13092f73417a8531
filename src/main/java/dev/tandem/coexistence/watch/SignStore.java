package dev.tandem.coexistence.watch;

import java.time.Instant;
import java.util.Map;

/** When something was last seen of a number, on disk. Thread-safe. */
public interface SignStore {

    /** What there is to see. */
    enum Kind {
        /** The phone did something. */
        PHONE,
        /** A status of any message of the number came. */
        STATUS,
        /** The engine began to watch the number. */
        WATCHED
    }

    /** The latest of a kind, by {@code phone_number_id}. */
    Map<String, Instant> latest(Kind kind);

    /** Keeps it unless something later is known. */
    void seen(String phoneNumberId, Kind kind, Instant at);
}
