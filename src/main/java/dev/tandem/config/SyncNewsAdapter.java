package dev.tandem.config;

import dev.tandem.coexistence.sync.SyncDesk;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.HistoryChunk;
import dev.tandem.webhook.SyncNews;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What the way back tells of a number's sync: the only thread between the two rooms. */
@Component
class SyncNewsAdapter implements SyncNews {

    private final SyncDesk desk;

    SyncNewsAdapter(SyncDesk desk) {
        this.desk = desk;
    }

    @Override
    public boolean awaits(BusinessNumber number, Instant at) {
        return desk.awaits(number, at);
    }

    @Override
    public void chunk(BusinessNumber number, HistoryChunk chunk) {
        desk.chunk(number, chunk);
    }

    @Override
    public void declined(BusinessNumber number, Instant at) {
        desk.declined(number, at);
    }

    @Override
    public void contacts(BusinessNumber number, Instant at, boolean noEdit) {
        desk.contacts(number, at, noEdit);
    }
}
