package dev.tandem.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages that could not be worked off, {@code wa.dead.<room>}. A replay puts the body, untouched, into the queue it came
 * from, in one transaction with taking it out here. Thread-safe; every method asks the broker.
 */
public interface DeadLetterBox {

    /** The rooms that are looked into, as in {@code send}. */
    List<String> rooms();

    /** The dead letters that fit, room by room, in the order in which they died. */
    List<DeadLetter> list(Filter filter, int max);

    /** How many dead letters a room has. */
    long count(String room);

    /**
     * Puts one back.
     *
     * @param id as {@link DeadLetter#id}
     * @return the queue it went to; empty when there is none with this id (any more)
     */
    Optional<String> replay(String id);

    /**
     * Puts back all that fit, up to a bound, room by room.
     *
     * @return how many
     */
    int replayAll(Filter filter, int max);

    /**
     * Forgets one for good.
     *
     * @return false when there is none with this id
     */
    boolean delete(String id);

    /**
     * Which ones; null means any.
     *
     * @param room one of {@link #rooms}
     * @param reason a code of the closed list
     */
    record Filter(@Nullable String room, @Nullable String reason) {}

    /**
     * A dead letter.
     *
     * @param id opaque, good for a URL
     * @param origin the queue it came from
     * @param failedAt when it was given up
     * @param size of the body in bytes
     * @param beginning at most 500 characters of the body
     */
    record DeadLetter(
            String id, String room, String reason, String origin, Instant failedAt, long size, String beginning) {}
}
