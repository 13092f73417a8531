package dev.tandem.simulator.phone;

import dev.tandem.simulator.number.SimulatedNumber;
import dev.tandem.simulator.received.ReceivedBook;
import dev.tandem.simulator.time.SimulatorClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Another partner who sends over the same number: invisible to the engine, but it shares the throughput (R11). Runs in
 * real time, evenly spread. Thread-safe.
 */
public final class PartnerTraffic implements AutoCloseable {
    private final SimulatorClock clock;
    private final ReceivedBook received;
    private final Map<String, Future<?>> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "simulator-partner");
        thread.setDaemon(true);
        return thread;
    });

    public PartnerTraffic(SimulatorClock clock, ReceivedBook received) {
        this.clock = clock;
        this.received = received;
    }

    /** Sends that many messages a second from now on; 0 ends it. */
    public void set(SimulatedNumber number, int perSecond) {
        running.compute(number.phoneNumberId(), (id, before) -> {
            if (before != null) {
                before.cancel(false);
            }
            return perSecond == 0 ? null : start(number, perSecond);
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private Future<?> start(SimulatedNumber number, int perSecond) {
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        return timer.scheduleAtFixedRate(() -> sendOne(number), 0, gap, TimeUnit.NANOSECONDS);
    }

    private void sendOne(SimulatedNumber number) {
        long stamp = clock.stamp();
        number.gate().partnerSent(stamp);
        received.of(number.phoneNumberId()).partner().add(stamp);
    }
}
