package dev.tandem.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of webhooks that nobody could understand, to look at and to try once more. Thread-safe. */
public interface QuarantineShelf {

    /** The newest items, or those before one. */
    List<Item> newest(@Nullable Long before, int max);

    /**
     * Takes note that an item is tried once more and hands out its bytes. It stays where it is until it was understood.
     *
     * @return empty when there is none with this id
     */
    Optional<WebhookArchive.Copy> retry(long id, Instant now);

    /** It was worked off: gone from here, unless it was put aside again since {@link #retry}. */
    void understood(long id);

    /**
     * An item.
     *
     * @param detail what is wrong with it
     * @param beginning at most 500 characters of what is kept
     * @param triedAt when it was tried once more; null when it was not, or failed again
     */
    record Item(
            long id,
            Instant receivedAt,
            String reason,
            String detail,
            String field,
            String phoneNumberId,
            String beginning,
            @Nullable Instant triedAt) {}
}
