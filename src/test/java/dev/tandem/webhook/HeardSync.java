package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the way back told the sync. */
public final class HeardSync implements SyncNews {

    public final List<HistoryChunk> chunks = new CopyOnWriteArrayList<>();
    public final List<Instant> declined = new CopyOnWriteArrayList<>();
    public final List<Instant> contacts = new CopyOnWriteArrayList<>();

    /** Beside each of the contacts whether they are no edit. */
    public final List<Boolean> noEdits = new CopyOnWriteArrayList<>();

    /** Whether what comes is of the last linking. */
    public boolean awaits = true;

    @Override
    public boolean awaits(BusinessNumber number, Instant at) {
        return awaits;
    }

    @Override
    public void chunk(BusinessNumber number, HistoryChunk chunk) {
        chunks.add(chunk);
    }

    @Override
    public void declined(BusinessNumber number, Instant at) {
        declined.add(at);
    }

    @Override
    public void contacts(BusinessNumber number, Instant at, boolean noEdit) {
        contacts.add(at);
        noEdits.add(noEdit);
    }
}
