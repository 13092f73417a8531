package dev.tandem.webhook;

import dev.tandem.domain.AutomationPause;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Event;
import dev.tandem.domain.Window;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages of conversations, where they are written. Thread-safe. */
public interface Messages {

    /**
     * Stores a message once, by number and message id, with everything that follows from it in one transaction: the person's
     * names, the conversation, the window it opens, and its event. An edit, a recall or a reaction is kept with the message
     * that it is about, also when it comes first (R33). A notice of a new number or user id renames the person. A placeholder
     * ({@code unsupported}) is replaced when the real message follows (R39).
     *
     * @param event composes the event; called inside the transaction and only when something is stored
     * @throws BrokenItemException when the store can never take this message
     */
    Kept keep(BusinessNumber number, Person person, Message message, Instant now, EventOf event);

    /** Composes the event of a stored message. */
    @FunctionalInterface
    interface EventOf {
        /** @param place where the message came to stand */
        Event of(Place place);
    }

    /**
     * Where a message came to stand.
     *
     * @param contact the key of the person's conversation
     * @param window the window after this message
     * @param replaces whether it took the place of a placeholder
     * @param pause why nothing answers by itself in this conversation, null when something may
     */
    record Place(
            String contact,
            Window window,
            boolean replaces,
            @Nullable AutomationPause pause) {

        /** Where nothing is paused. */
        public Place(String contact, Window window, boolean replaces) {
            this(contact, window, replaces, null);
        }
    }

    /**
     * What became of a message.
     *
     * @param isNew false when it was stored before: nothing was written
     * @param names all names by which the person is known
     */
    record Kept(boolean isNew, Set<String> names) {}
}
