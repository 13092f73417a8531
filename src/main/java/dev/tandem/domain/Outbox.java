package dev.tandem.domain;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events that are stored and not yet published. Rows get in by the transactions that change something; only the
 * broker's drain takes them out. Thread-safe; every method is one transaction.
 */
public interface Outbox {

    /** The oldest events behind a position (0 for the beginning), in the order they were written. */
    List<Pending> pending(long after, int max);

    /** Forgets what has been published. */
    void published(List<Long> positions);

    /**
     * Calls back, on the writer's thread and after its commit, whenever events were written, with their channels. Must not
     * block.
     */
    void onArrival(Consumer<Set<Channel>> listener);

    /**
     * An event as it waits.
     *
     * @param position its place in the outbox
     * @param json the body, as it goes out
     */
    record Pending(long position, EventHead head, String json) {}

    /** What stands beside the body of an event, see {@link Event}. */
    record EventHead(
            String id,
            Channel channel,
            String phoneNumberId,
            String contact,
            String type,
            @Nullable String source) {}
}
