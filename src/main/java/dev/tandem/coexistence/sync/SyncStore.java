package dev.tandem.coexistence.sync;

import dev.tandem.domain.Event;
import dev.tandem.domain.NumberSync;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The syncs of all linkings. Every method is one transaction, on disk when it returns. Thread-safe, also among several engines. */
public interface SyncStore {

    /** The sync of one linking. */
    Optional<NumberSync> find(String phoneNumberId, Instant linkedAt);

    /** All that have not ended, or whose contacts Meta promised and nobody has seen or given up; the oldest linking first. */
    List<NumberSync> running();

    /**
     * Begins a sync unless there is one for its linking. Syncs of earlier linkings of the number that still ran are ended as
     * replaced, without an event.
     *
     * @param together done in the same transaction, only when this call begins it
     * @return whether this call began it
     */
    boolean begin(NumberSync fresh, Runnable together);

    /**
     * Keeps a change, if nothing else has changed since.
     *
     * @param before as it was read
     * @param after as it is from now on; its version is the store's business
     * @param events written in the same transaction
     * @param together done in the same transaction, only when the change is kept
     * @return whether it was kept
     */
    boolean change(NumberSync before, NumberSync after, List<Event> events, Runnable together);
}
