package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MinuteRate;
import dev.tandem.domain.SlotWindow;
import dev.tandem.domain.Slowdown;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The pace of every number: its throughput and its combined limit as two {@link SlotWindow}s, both of which must grant, and a
 * {@link Slowdown} after Meta refused it for its throughput. Lives in memory; after a restart no slot is free before one
 * second has passed, so that nothing of an earlier process is overlooked. Thread-safe.
 */
public final class PaceBook {

    private static final long AFTER_START_MILLIS = 1_000;

    /** What a number without a limit is taken to send when Meta says that it is too much. */
    private static final int RATE_WITHOUT_LIMIT = 80;

    /** No send waits longer in the lane; it waits in the ledger instead, where more urgent ones overtake it. */
    private static final long LONGEST_DELAY_MILLIS = 1_100;

    private final Clock clock;
    private final long firstFree;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    public PaceBook(Clock clock) {
        this.clock = clock;
        this.firstFree = clock.millis() + AFTER_START_MILLIS;
    }

    /**
     * Takes a slot of each limit; give it back, whatever happens.
     *
     * @return empty while the number is slowed down so much that the send waits better in the ledger
     */
    public Optional<Slot> take(BusinessNumber number) {
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

    /**
     * Meta refused a request for the number's throughput (R46).
     *
     * @param markedAt when the request was marked
     */
    public void refused(BusinessNumber number, Instant markedAt) {
        pace(number).refused(markedAt.toEpochMilli(), clock.millis());
    }

    /** The number comes back after a while (R66): half its pace at first, then back up step by step. */
    public void beginGently(BusinessNumber number) {
        long now = clock.millis();
        pace(number).refused(now, now);
    }

    /** How many sends the lane may hold now: about a second's worth of the present pace, none while it waits. */
    int room(BusinessNumber number) {
        return pace(number).room(number.limits().laneDepth(), clock.millis());
    }

    /** Requests per second that the number may send now, empty when it has no limit and is not slowed down. */
    public OptionalDouble slowedTo(BusinessNumber number) {
        return pace(number).slowedTo(clock.millis());
    }

    /** Requests per second that the number may send now; one without any limit counts as what Meta's own is at most. */
    public double perSecond(BusinessNumber number) {
        return slowedTo(number)
                .orElseGet(() -> number.limits().bindingPerSecond().orElse(RATE_WITHOUT_LIMIT));
    }

    /** How many requests of the last minute were answered or given up. */
    public long lastMinute(BusinessNumber number) {
        return pace(number).rate.lastMinute(clock.millis());
    }

    /** A number is gone, or has other limits from now on. */
    public void forget(BusinessNumber number) {
        paces.remove(number.phoneNumberId());
    }

    private Pace pace(BusinessNumber number) {
        return paces.computeIfAbsent(number.phoneNumberId(), id -> new Pace(number));
    }

    /** A slot in use. Either {@link #answered} or {@link #unused} gives it back, the first of them counts. */
    public final class Slot {

        private final Pace pace;
        private final List<Long> freeAt;
        private final long slowAt;
        private final AtomicBoolean given = new AtomicBoolean();

        private Slot(Pace pace, List<Long> freeAt, long slowAt) {
            this.pace = pace;
            this.freeAt = freeAt;
            this.slowAt = slowAt;
        }

        /** How long to wait until it may be used, in milliseconds. */
        public long delayMillis() {
            long latest = freeAt.stream().mapToLong(Long::longValue).max().orElse(0);
            return Math.max(0, Math.max(slowAt, latest) - clock.millis());
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
        private final Slowdown slowdown;

        private Pace(BusinessNumber number) {
            number.limits().throughputPerSecond().ifPresent(limit -> throughput.add(new SlotWindow(limit, firstFree)));
            number.limits().combinedPerSecond().ifPresent(limit -> combined.add(new SlotWindow(limit, firstFree)));
            windows.addAll(throughput);
            windows.addAll(combined);
            slowdown = new Slowdown(number.limits().bindingPerSecond().orElse(RATE_WITHOUT_LIMIT));
        }

        private synchronized Optional<Slot> take() {
            long now = clock.millis();
            if (slowdown.next(now) - now > LONGEST_DELAY_MILLIS) {
                return Optional.empty();
            }
            return Optional.of(
                    new Slot(this, windows.stream().map(SlotWindow::take).toList(), slowdown.take(now)));
        }

        private synchronized void refused(long markedAt, long now) {
            slowdown.refused(markedAt, now);
        }

        private synchronized int room(int depth, long now) {
            return slowdown.isSlow(now) ? Math.min(depth, (int) Math.ceil(slowdown.current(now))) : depth;
        }

        private synchronized OptionalDouble slowedTo(long now) {
            return slowdown.isSlow(now) ? OptionalDouble.of(slowdown.current(now)) : OptionalDouble.empty();
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
