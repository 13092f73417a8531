package dev.tandem.simulator.past;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One linking of a number: its past, and what was asked for since. Each may be asked for once (R18). Thread-safe. */
public final class Linking {
    private final LinkOptions options;
    private final Past past;
    private final Map<SyncType, Delivery> deliveries = new EnumMap<>(SyncType.class);

    Linking(LinkOptions options, Past past) {
        this.options = options;
        this.past = past;
    }

    public Instant linkedAt() {
        return past.linkedAt();
    }

    public LinkOptions options() {
        return options;
    }

    public Past past() {
        return past;
    }

    /** What answers an accepted call; null when there was none. */
    public synchronized @Nullable Delivery delivery(SyncType type) {
        return deliveries.get(type);
    }

    /** Notes that a call is accepted; false when there was one before. */
    synchronized boolean accept(SyncType type) {
        return deliveries.putIfAbsent(type, new Delivery(List.of())) == null;
    }

    synchronized void delivering(SyncType type, Delivery delivery) {
        deliveries.put(type, delivery);
    }

    synchronized void stop() {
        deliveries.values().forEach(Delivery::stop);
    }
}
