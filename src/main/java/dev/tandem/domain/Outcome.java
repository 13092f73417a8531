package dev.tandem.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a send after an answer. What the answer means for others stands in its {@link ErrorRow}. */
public sealed interface Outcome {

    /** Why; null when Meta took the message. */
    @Nullable
    Cause cause();

    /** Handed to Meta: statuses follow. */
    record Submitted(String wamid, @Nullable String waId, boolean pacing) implements Outcome {
        @Override
        public @Nullable Cause cause() {
            return null;
        }
    }

    /** Goes again after a while, as a new attempt of the same send. */
    record Retry(Duration after, Cause cause) implements Outcome {}

    /**
     * Waits until the pause or the hold that the answer brought is over.
     *
     * @param atMost after this it is asked again in any case, null when only its expiry ends the wait
     */
    record Wait(@Nullable Duration atMost, Cause cause) implements Outcome {}

    /** The window is closed: it goes again at once, and is decided anew. */
    record Reroute(Cause cause) implements Outcome {}

    /** Ends here. */
    record Failed(Cause cause) implements Outcome {}

    /** It may have arrived: never sent again by itself. */
    record Unknown(Cause cause) implements Outcome {}
}
