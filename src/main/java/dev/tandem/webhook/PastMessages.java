package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages from before the linking, where they are written. Nothing of it opens a window or wakes anything (R28). What
 * came live wins, but the status only moves forward (R27). Thread-safe; every method is one transaction.
 */
public interface PastMessages {

    /**
     * Stores a part of a thread, each message once by number and message id, in a number of statements that does not grow
     * with the messages. What went out through the API stands in the ledger and is left out.
     *
     * @param event written with it, if anything changed
     * @return whether anything changed
     * @throws BrokenItemException when the store can never take it
     */
    boolean keep(BusinessNumber number, Person person, List<PastMessage> slice, Event event);

    /**
     * Puts the file of a message in the place of its placeholder, which may come later; direction and time stay those of the
     * placeholder (R25).
     *
     * @param person who it was written with, null when only the placeholder can tell
     * @param event composes the event; called only when something changed
     * @return whether anything changed
     * @throws BrokenItemException when the store can never take it
     */
    boolean join(BusinessNumber number, @Nullable Person person, Message withFile, Function<Place, Event> event);

    /**
     * Where a message came to stand.
     *
     * @param contact the key of the person's conversation, empty as long as nobody knows
     * @param direction {@code in} or {@code out}
     * @param at when it was written
     */
    record Place(String contact, String direction, Instant at) {}
}
