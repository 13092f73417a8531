package dev.tandem.coexistence.sync;

import dev.tandem.domain.Event;
import dev.tandem.domain.NumberSync;
import dev.tandem.domain.SyncCall;
import dev.tandem.domain.SyncClose;
import dev.tandem.domain.SyncEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Syncs in memory, with the events that were written with them. */
final class FakeSyncStore implements SyncStore {

    final List<Event> events = new ArrayList<>();

    /** How many changes were kept. */
    int writes;

    private final Map<String, NumberSync> rows = new HashMap<>();

    private static String key(String phoneNumberId, Instant linkedAt) {
        return phoneNumberId + '|' + linkedAt;
    }

    private static NumberSync next(NumberSync sync, long version) {
        return new NumberSync(
                sync.phoneNumberId(),
                sync.linkedAt(),
                version,
                sync.contacts(),
                sync.history(),
                sync.progress(),
                sync.alarms(),
                sync.close());
    }

    @Override
    public synchronized Optional<NumberSync> find(String phoneNumberId, Instant linkedAt) {
        return Optional.ofNullable(rows.get(key(phoneNumberId, linkedAt)));
    }

    @Override
    public synchronized List<NumberSync> running() {
        return rows.values().stream()
                .filter(sync -> !sync.isOver() || isWaitingForContacts(sync))
                .sorted(Comparator.comparing(NumberSync::linkedAt).thenComparing(NumberSync::phoneNumberId))
                .toList();
    }

    private static boolean isWaitingForContacts(NumberSync sync) {
        return sync.contacts().state() == SyncCall.State.ACCEPTED
                && sync.progress().contactsAt() == null
                && !sync.isWithoutContacts()
                && sync.end() != SyncEnd.REPLACED;
    }

    @Override
    public synchronized boolean begin(NumberSync fresh, Runnable together) {
        if (rows.putIfAbsent(key(fresh.phoneNumberId(), fresh.linkedAt()), fresh) != null) {
            return false;
        }
        together.run();
        rows.replaceAll((key, sync) -> sync.phoneNumberId().equals(fresh.phoneNumberId())
                        && sync.linkedAt().isBefore(fresh.linkedAt())
                        && !sync.isOver()
                ? next(sync.ended(new SyncClose(SyncEnd.REPLACED, "", null, false)), sync.version() + 1)
                : sync);
        return true;
    }

    @Override
    public synchronized boolean change(NumberSync before, NumberSync after, List<Event> written, Runnable together) {
        String key = key(before.phoneNumberId(), before.linkedAt());
        NumberSync kept = rows.get(key);
        if (kept == null || kept.version() != before.version()) {
            return false;
        }
        together.run();
        rows.put(key, next(after, before.version() + 1));
        events.addAll(written);
        writes++;
        return true;
    }
}
