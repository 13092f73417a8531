package dev.tandem.coexistence.sync;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;
import java.util.List;

/** Which chunks of a number's past have come since it was linked. Thread-safe. */
@FunctionalInterface
public interface ChunkLedger {

    /** The chunks of this linking (by the number's {@code linkedAt}), by phase and order. */
    List<HistoryChunk> chunks(BusinessNumber number);
}
