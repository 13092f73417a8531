package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;

/** Which parts of a number's past are stored, where it is written. Thread-safe. */
@FunctionalInterface
public interface PastChunks {

    /**
     * All messages of a part are stored. Told again, the larger figures and the first time stay.
     *
     * @return the part as it stands now
     */
    HistoryChunk stored(BusinessNumber number, HistoryChunk chunk);
}
