package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Send;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the next few sends of each number into its lane: by priority, then fairly among campaigns, then by acceptance,
 * and never a second one to a person who has one on the way. Idempotent: it may run on any signal, at any time, as often
 * as it likes. Thread-safe; one number is fed by one thread at a time.
 */
public final class Feeder implements FeedSignal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);

    /** A lane without work for so long is stopped. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final SendLedger ledger;
    private final WaitingSends waiting;
    private final NumberDirectory numbers;
    private final NumberStates states;
    private final LaneQueue queue;
    private final LaneRoutes routes;
    private final PaceBook paces;
    private final CampaignTurns turns;
    private final ExecutorService executor;
    private final Clock clock;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean open;

    /** What the feeder remembers of one number: nothing that may not be lost. */
    private static final class Lane {
        private final AtomicBoolean asked = new AtomicBoolean();
        private final Map<Priority, String> lastServed = new LinkedHashMap<>();
        private Instant lastFed = Instant.MIN;
    }

    /**
     * @param states where the pauses of numbers are kept
     * @param campaigns what was decided about campaigns
     * @param executor runs the feeding, and ends with the feeder; a few threads are enough for all numbers
     */
    public Feeder(
            SendLedger ledger,
            WaitingSends waiting,
            NumberDirectory numbers,
            NumberStates.Store states,
            LaneQueue queue,
            LaneRoutes routes,
            PaceBook paces,
            CampaignLanes campaigns,
            ExecutorService executor,
            Clock clock) {
        this.ledger = ledger;
        this.waiting = waiting;
        this.numbers = numbers;
        this.states = new NumberStates(states, this, clock);
        this.queue = queue;
        this.routes = routes;
        this.paces = paces;
        this.turns = new CampaignTurns(campaigns, paces);
        this.executor = executor;
        this.clock = clock;
    }

    /** The states of the numbers that this feeder heeds. */
    public NumberStates states() {
        return states;
    }

    /** From now on signals are followed; before, nothing leaves. */
    public void open() {
        open = true;
        numbers.all().forEach(number -> wake(number.phoneNumberId()));
    }

    /** From now on nothing more is fed. */
    @Override
    public void close() {
        open = false;
        executor.shutdown();
    }

    @Override
    public void wake(String phoneNumberId) {
        if (!open) {
            return;
        }
        Lane lane = lanes.computeIfAbsent(phoneNumberId, id -> new Lane());
        if (lane.asked.compareAndSet(false, true)) {
            try {
                executor.execute(() -> numbers.find(phoneNumberId)
                        .ifPresentOrElse(number -> feedQuietly(number, lane), () -> lane.asked.set(false)));
            } catch (RejectedExecutionException closed) {
                LOG.debug("The feeder is closed; what is ready is fed after the next start");
            }
        }
    }

    private void feedQuietly(BusinessNumber number, Lane lane) {
        synchronized (lane) {
            // From here on a new signal means a new round.
            lane.asked.set(false);
            try {
                if (open && states.pause(number).isEmpty()) {
                    feed(number, lane);
                }
            } catch (RuntimeException e) {
                LOG.warn("The lane of {} could not be fed; it is tried again within a second", number, e);
            }
        }
    }

    private void feed(BusinessNumber number, Lane lane) {
        List<WaitingSends.InLane> inLane = waiting.inLane(number.phoneNumberId());
        int depth = paces.room(number);
        // Topping up by halves: one durable write moves several sends.
        if (inLane.size() >= depth || inLane.size() * 2 > depth || !waiting.hasReady(number.phoneNumberId())) {
            return;
        }
        Set<String> busy = new HashSet<>();
        inLane.forEach(send -> busy.add(send.contact()));
        List<Send> picked = pick(number, lane, busy, depth - inLane.size());
        if (picked.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Send> queued = ledger.replaceAll(picked.stream()
                .map(send -> new SendLedger.Change(send, send.queued(now), List.of()))
                .toList());
        routes.ensureRunning(number);
        queue.put(number.phoneNumberId(), queued);
        lane.lastFed = now;
    }

    private List<Send> pick(BusinessNumber number, Lane lane, Set<String> busy, int room) {
        List<Send> picked = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            int left = room - picked.size();
            if (left > 0 && states.holding(number, priority, null).isEmpty()) {
                picked.addAll(pick(number, lane, priority, busy, left));
            }
        }
        return picked;
    }

    private List<Send> pick(BusinessNumber number, Lane lane, Priority priority, Set<String> busy, int room) {
        String id = number.phoneNumberId();
        List<String> campaigns =
                FairPick.inTurn(waiting.campaignsReady(id, priority), lane.lastServed.getOrDefault(priority, ""));
        CampaignTurns.Turn turn = turns.look(number, campaigns, room, clock.instant());
        Map<String, List<Send>> ready = new LinkedHashMap<>();
        // Twice the room, because some may be for the same person.
        turn.room().forEach((campaign, most) -> ready.put(campaign, waiting.ready(id, priority, campaign, 2 * most)));
        List<Send> picked = turn.paid(FairPick.pick(ready, turn.room(), busy, room));
        if (!picked.isEmpty()) {
            lane.lastServed.put(
                    priority, picked.get(picked.size() - 1).acceptance().campaign());
        }
        return picked;
    }

    /** Stops the lanes that had nothing to do for a while, so that quiet numbers cost no threads. */
    public void stopQuietLanes() {
        Instant quietSince = clock.instant().minus(QUIET);
        lanes.forEach((id, lane) -> {
            synchronized (lane) {
                if (lane.lastFed.isBefore(quietSince) && waiting.inLane(id).isEmpty()) {
                    numbers.find(id).ifPresent(routes::stop);
                }
            }
        });
    }

    /** A number is gone, or goes on with other limits: its lane stops. It starts anew when there is something for it. */
    public void stop(BusinessNumber number) {
        Lane lane = lanes.computeIfAbsent(number.phoneNumberId(), id -> new Lane());
        synchronized (lane) {
            routes.stop(number);
        }
        wake(number.phoneNumberId());
    }

    /** Puts sends into the lane again that were queued long ago: their lane message may be lost. */
    public void putAgain(BusinessNumber number, List<Send> queued) {
        routes.ensureRunning(number);
        queue.put(number.phoneNumberId(), queued);
    }
}
