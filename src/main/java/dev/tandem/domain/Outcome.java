package dev.tandem.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the ledger does after an answer. */
public sealed interface Outcome {

    /** Handed to Meta: statuses follow. */
    record Submitted(String wamid, @Nullable String waId, boolean pacing) implements Outcome {}

    /** Goes again later, as a new attempt of the same send. */
    record Retry(Duration after, Cause cause) implements Outcome {}

    /** Ends here. */
    record Failed(Cause cause) implements Outcome {}

    /** It may have arrived: never sent again by itself. */
    record Unknown(Cause cause) implements Outcome {}
}
