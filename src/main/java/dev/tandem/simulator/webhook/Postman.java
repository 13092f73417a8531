package dev.tandem.simulator.webhook;

import dev.tandem.simulator.behaviour.Behaviour;
import dev.tandem.simulator.behaviour.Dice;
import dev.tandem.simulator.behaviour.Fault.WebhookFault;
import dev.tandem.simulator.behaviour.Faults;
import dev.tandem.simulator.behaviour.Switch;
import dev.tandem.simulator.time.Agenda;
import dev.tandem.simulator.time.SimulatorClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts webhooks, signed, at least once. An idle receiver gets each item at once and alone; when it is slower than the
 * items come, all its connections are busy and what waits meanwhile goes out together. Anything but 200 is retried by
 * {@link RetrySchedule}. Thread-safe.
 */
public final class Postman implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Postman.class);

    /** Most items of one POST; Meta allows itself 1,000. */
    private static final int MOST_ITEMS = 100;

    private static final long GATHER_MILLIS = 200;
    private static final long REORDER_NANOS = 500_000_000;

    /** Work of the dispatcher: an item still to be packed, or a packed body to post again. */
    private sealed interface Work permits Waiting, Parcel {}

    private record Waiting(WebhookItem item) implements Work {}

    @SuppressWarnings("ArrayRecordComponent") // a retry posts the very same bytes
    private record Parcel(List<WebhookItem> items, byte[] body, Instant firstTried, int failures) implements Work {
        Parcel failedAgain() {
            return new Parcel(items, body, firstTried, failures + 1);
        }
    }

    private final SimulatorClock clock;
    private final Agenda agenda;
    private final Behaviour behaviour;
    private final Faults faults;
    private final Dice dice;
    private final Untidiness untidiness;
    private final WebhookClient client = new WebhookClient();
    private final Semaphore connections;
    private final int maxConnections;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final WebhookCounts counts = new WebhookCounts();
    private final Thread dispatcher = new Thread(this::dispatch, "simulator-webhooks");
    private volatile WebhookTarget target;
    private volatile boolean closed;

    public Postman(
            SimulatorClock clock,
            Agenda agenda,
            Behaviour behaviour,
            Faults faults,
            Dice dice,
            WebhookTarget target,
            int maxConnections) {
        this.clock = clock;
        this.agenda = agenda;
        this.behaviour = behaviour;
        this.faults = faults;
        this.dice = dice;
        this.untidiness = new Untidiness(behaviour, dice);
        this.target = target;
        this.maxConnections = maxConnections;
        this.connections = new Semaphore(maxConnections);
        dispatcher.setDaemon(true);
        dispatcher.start();
    }

    public WebhookTarget target() {
        return target;
    }

    /** Sends what is posted from now on there, retries included. */
    public void target(WebhookTarget newTarget) {
        target = newTarget;
    }

    /** Posts an item as soon as faults and the receiver allow. Does not block. */
    public void offer(WebhookItem item) {
        counts.offered.incrementAndGet();
        untidiness.addTo(item).ifPresent(this::postStranger);
        WebhookFault fault = faults.webhooksOf(item.number().phoneNumberId());
        if (dice.chance(fault.lose())) {
            item.receipt().lost();
            counts.lost.incrementAndGet();
            return;
        }
        long delay = fault.delay().drawNanos(dice);
        if (dice.chance(fault.reorder())) {
            delay += (long) (dice.next() * REORDER_NANOS);
        }
        if (delay == 0) {
            queue.add(new Waiting(item));
        } else {
            agenda.after(Duration.ofNanos(delay), () -> queue.add(new Waiting(item)));
        }
    }

    private void postStranger(WebhookItem stranger) {
        counts.offered.incrementAndGet();
        queue.add(new Waiting(stranger));
    }

    /**
     * Figures for tests: what was offered, posted, acknowledged, and what still waits. Statuses that are to come and
     * retries are {@code scheduled}: with none of them and none {@code waiting} all is quiet, and every receipt tells
     * its end.
     */
    public Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        long scheduled = agenda.size(); // first: what comes due from here on shows as waiting
        long settled = counts.acknowledged.get() + counts.lost.get() + counts.givenUp.get();
        figures.put("items", counts.offered.get());
        figures.put("posts", counts.posts.get());
        figures.put("failedPosts", counts.failedPosts.get());
        figures.put("acknowledged", counts.acknowledged.get());
        figures.put("lost", counts.lost.get());
        figures.put("givenUp", counts.givenUp.get());
        figures.put("waiting", counts.offered.get() - settled);
        figures.put("scheduled", scheduled);
        figures.put("inFlight", (long) maxConnections - connections.availablePermits());
        return figures;
    }

    @Override
    public void close() {
        closed = true;
        dispatcher.interrupt();
    }

    private void dispatch() {
        Work next = null;
        try {
            while (!closed) {
                connections.acquire();
                connections.release(); // only wait until one is free: an item that comes meanwhile shares the POST
                Work first = next != null ? next : queue.take();
                next = null;
                if (first instanceof Parcel parcel) {
                    post(parcel);
                } else if (first instanceof Waiting waiting) {
                    List<WebhookItem> items = new ArrayList<>();
                    items.add(waiting.item());
                    next = gather(items);
                    Instant now = clock.now();
                    post(new Parcel(items, Envelope.of(items, now), now, 0));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds what waits to {@code items}; hands back work that can not share their POST. */
    private @Nullable Work gather(List<WebhookItem> items) throws InterruptedException {
        int wanted = faults.webhooksOf(items.get(0).number().phoneNumberId()).batch();
        int most = wanted > 0 ? wanted : MOST_ITEMS;
        long until = clock.stamp() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
        while (items.size() < most && !items.get(0).fillsPost()) {
            Work more = wanted > 1 ? queue.poll(until - clock.stamp(), TimeUnit.NANOSECONDS) : queue.poll();
            if (more instanceof Waiting waiting && !waiting.item().fillsPost()) {
                items.add(waiting.item());
            } else {
                return more;
            }
        }
        return null;
    }

    private void post(Parcel parcel) throws InterruptedException {
        String phoneNumberId = parcel.items().get(0).number().phoneNumberId();
        int copies = dice.chance(faults.webhooksOf(phoneNumberId).duplicate()) ? 2 : 1;
        for (int copy = 1; copy <= copies; copy++) {
            connections.acquire();
            postCopy(parcel, copy == 1);
        }
    }

    private void postCopy(Parcel parcel, boolean settles) {
        counts.posts.incrementAndGet();
        var unused = client.post(parcel.body(), target).whenComplete((status, failure) -> {
            connections.release();
            boolean taken = status != null && status == 200;
            if (taken) {
                // Whichever copy it was: the receiver has the items and said so.
                parcel.items().forEach(item -> item.receipt().acknowledged());
            }
            if (settles) {
                answered(parcel, taken, status == null ? failure : status);
            }
        });
    }

    private void answered(Parcel parcel, boolean taken, @Nullable Object answer) {
        if (taken) {
            counts.acknowledged.addAndGet(parcel.items().size());
            return;
        }
        counts.failedPosts.incrementAndGet();
        Parcel failed = parcel.failedAgain();
        Duration firstGap = Duration.ofMillis(behaviour.count(Switch.RETRY_FIRST_GAP_MS));
        RetrySchedule.gapAfter(failed.failures(), failed.firstTried(), clock.now(), firstGap)
                .ifPresentOrElse(gap -> agenda.after(gap, () -> queue.add(failed)), () -> giveUp(failed));
        if (failed.failures() == 1) {
            log.debug("Webhook was not taken ({}), trying again", answer);
        }
    }

    private void giveUp(Parcel parcel) {
        parcel.items().forEach(item -> item.receipt().lost());
        counts.givenUp.addAndGet(parcel.items().size());
    }
}
