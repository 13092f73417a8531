package dev.tandem.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the webhooks as they came, to look at and to work off once more. It is no guarantee: that is the queue. Every
 * method is one transaction. Thread-safe.
 */
public interface WebhookArchive {

    /** Keeps copies, in one write. */
    void keep(List<Copy> copies);

    /** The newest copies, or those before one, without their bodies. */
    List<Summary> newest(@Nullable Long before, int max);

    /** One copy. */
    Optional<Copy> find(long id);

    /** A webhook's bytes with the time of their arrival. */
    record Copy(byte[] body, Instant receivedAt) {}

    /**
     * What a list shows.
     *
     * @param size in bytes
     * @param beginning at most 500 characters
     */
    record Summary(long id, Instant receivedAt, long size, String beginning) {}
}
