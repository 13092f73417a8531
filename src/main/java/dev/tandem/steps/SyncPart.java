package dev.tandem.steps;

import dev.tandem.coexistence.sync.SyncDesk;
import dev.tandem.domain.BusinessNumber;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Where a number's sync stands. Thread-safe. */
@Component
final class SyncPart implements NumberPart {

    private final SyncDesk desk;

    SyncPart(SyncDesk desk) {
        this.desk = desk;
    }

    @Override
    public Map<String, Object> of(BusinessNumber number) {
        return Map.of("sync", SyncJson.of(desk.view(number), desk));
    }
}
