package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;
import java.time.Instant;

/** What the way back tells of a number's sync; told again when it comes again. Thread-safe. */
public interface SyncNews {

    /** Whether a part of the past that came at this time may be of the number's last linking; one of an earlier linking is not kept. */
    boolean awaits(BusinessNumber number, Instant at);

    /** A part of the past has been stored. */
    void chunk(BusinessNumber number, HistoryChunk chunk);

    /** The owner does not share the past (2593109): a normal end, no mistake (R24), unless it was said of the linking before. */
    void declined(BusinessNumber number, Instant at);

    /**
     * Contacts of the phone book came.
     *
     * @param noEdit whether one of them is no edit made since the linking
     */
    void contacts(BusinessNumber number, Instant at, boolean noEdit);
}
