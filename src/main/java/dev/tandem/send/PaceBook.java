package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MinuteRate;
import dev.tandem.domain.SlotWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The pace of every number: its throughput and its combined limit as two {@link SlotWindow}s, both of which must grant.
 * Lives in memory; after a restart no slot is free before one second has passed, so that nothing of an earlier process
 * is overlooked. Thread-safe.
 */
public final class PaceBook {

    private static final long AFTER_START_MILLIS = 1_000;

    private final Clock clock;
    private final long firstFree;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    public PaceBook(Clock clock) {
        this.clock = clock;
        this.firstFree = clock.millis() + AFTER_START_MILLIS;
    }

    /** Takes a slot of each limit; give it back, whatever happens. */
    public Slot take(BusinessNumber number) {
        return pace(number).take();
    }

    /** A message of a user came in (R42). */
    public void inbound(BusinessNumber number) {
        if (number.limits().countInbound()) {
            pace(number).debitThroughput(clock.millis());
        }
    }

    /** A message was typed in the app (R43, R45). */
    public void app(BusinessNumber number) {
        Pace pace = pace(number);
        pace.debitCombined(clock.millis());
        if (number.limits().countApp()) {
            pace.debitThroughput(clock.millis());
        }
    }

    /** How many requests of the last minute were answered or given up. */
    public long lastMinute(BusinessNumber number) {
        return pace(number).rate.lastMinute(clock.millis());
    }

    private Pace pace(BusinessNumber number) {
        return paces.computeIfAbsent(number.phoneNumberId(), id -> new Pace(number));
    }

    /** A slot in use. Either {@link #answered} or {@link #unused} gives it back, the first of them counts. */
    public final class Slot {

        private final Pace pace;
        private final List<Long> freeAt;
        private final AtomicBoolean given = new AtomicBoolean();

        private Slot(Pace pace, List<Long> freeAt) {
            this.pace = pace;
            this.freeAt = freeAt;
        }

        /** How long to wait until it may be used, in milliseconds; never much more than a second. */
        public long delayMillis() {
            long latest = freeAt.stream().mapToLong(Long::longValue).max().orElse(0);
            return Math.max(0, latest - clock.millis());
        }

        /** The request was answered, or given up, just now. */
        public void answered() {
            if (given.compareAndSet(false, true)) {
                pace.answered(clock.millis());
            }
        }

        /** No request left. */
        public void unused() {
            if (given.compareAndSet(false, true)) {
                pace.unused(freeAt);
            }
        }
    }

    private final class Pace {

        private final List<SlotWindow> windows = new ArrayList<>();
        private final List<SlotWindow> throughput = new ArrayList<>();
        private final List<SlotWindow> combined = new ArrayList<>();
        private final MinuteRate rate = new MinuteRate();

        private Pace(BusinessNumber number) {
            number.limits().throughputPerSecond().ifPresent(limit -> throughput.add(new SlotWindow(limit, firstFree)));
            number.limits().combinedPerSecond().ifPresent(limit -> combined.add(new SlotWindow(limit, firstFree)));
            windows.addAll(throughput);
            windows.addAll(combined);
        }

        private synchronized Slot take() {
            return new Slot(this, windows.stream().map(SlotWindow::take).toList());
        }

        private synchronized void answered(long at) {
            windows.forEach(window -> window.answered(at));
            rate.count(at);
        }

        private synchronized void unused(List<Long> freeAt) {
            for (int i = 0; i < windows.size(); i++) {
                windows.get(i).unused(freeAt.get(i));
            }
        }

        private synchronized void debitThroughput(long at) {
            throughput.forEach(window -> window.debit(at));
        }

        private synchronized void debitCombined(long at) {
            combined.forEach(window -> window.debit(at));
        }
    }
}
