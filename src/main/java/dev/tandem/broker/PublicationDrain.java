package dev.tandem.broker;

import dev.tandem.domain.Channel;
import dev.tandem.domain.Outbox;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * Takes events out of the outbox and publishes them on {@code VirtualTopic.wa.<channel>}, in their order, a batch in one
 * write of the journal. At least once: an event leaves the outbox only after it is published, and a crash between the two
 * publishes it again with the same id. One thread of its own.
 */
public final class PublicationDrain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublicationDrain.class);

    private static final int BATCH = 500;

    /** Characters of a batch: an event of the history has a hundred thousand, and 500 of these are too much for a small heap. */
    private static final long BATCH_CHARACTERS = 4L << 20;

    /** So many are read at a time, for the same reason. */
    private static final int PAGE = 64;

    /** Results and statuses of one moment go out together: a send is accepted and submitted in one write of the journal. */
    private static final Duration PATIENT_GATHER = Duration.ofMillis(250);

    /** What somebody may answer is not kept waiting for others. */
    private static final Duration URGENT_GATHER = Duration.ofMillis(20);

    private static final Set<Channel> PATIENT = Set.of(Channel.RESULT, Channel.STATUS);

    /** The outbox is tidied in batches, too; what is published and not tidied yet is remembered here. */
    private static final Duration TIDY = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** How long a team's queue keeps an event that nobody reads. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Outbox outbox;
    private final JmsTemplate jms;
    private final Clock clock;
    private final Semaphore arrived = new Semaphore(1);
    private final Semaphore urgent = new Semaphore(0);
    private final NavigableSet<Long> published = new TreeSet<>();
    private final SeenPositions seen = new SeenPositions();
    private final Thread thread = new Thread(this::run, "publication-drain");
    private volatile boolean running = true;
    private long tidiedAt;

    /** Whether the last reading ended before the end of the outbox. */
    private boolean isMore;

    /** Of those that are published and not tidied: they are read again and again until then. */
    private long publishedCharacters;

    /**
     * @param jms transacted, so that a batch is one write
     */
    public PublicationDrain(Outbox outbox, JmsTemplate jms, Clock clock) {
        this.outbox = outbox;
        this.jms = jms;
        this.clock = clock;
    }

    /** Begins to publish. */
    public void start() {
        outbox.onArrival(channels -> {
            if (!PATIENT.containsAll(channels)) {
                urgent.release();
            }
            arrived.release();
        });
        thread.start();
    }

    private void run() {
        publishUntilClosed();
        try {
            // What is published and still remembered only here would be published again by the next start.
            tidy();
        } catch (RuntimeException e) {
            LOG.warn("Events of the last seconds may be published again after the next start", e);
        }
    }

    private void publishUntilClosed() {
        while (running) {
            try {
                // Woken by an event, or to tidy up.
                if (arrived.tryAcquire(TIDY.toMillis(), TimeUnit.MILLISECONDS)) {
                    gather();
                    publishAll();
                }
                tidyIfDue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // What was read may not have been published.
                seen.forget();
                LOG.warn("Events wait in the outbox because they cannot be published; it is tried again", e);
                pause();
            }
        }
    }

    private void gather() throws InterruptedException {
        if (urgent.tryAcquire(PATIENT_GATHER.toMillis(), TimeUnit.MILLISECONDS)) {
            TimeUnit.MILLISECONDS.sleep(URGENT_GATHER.toMillis());
        }
        urgent.drainPermits();
        arrived.drainPermits();
    }

    private void publishAll() {
        do {
            List<Outbox.Pending> batch = fresh();
            publish(batch);
            batch.forEach(event -> published.add(event.position()));
            publishedCharacters += characters(batch);
            tidyIfDue();
            // What came meanwhile has rung again and is gathered first: going on with it would publish one by one.
        } while (running && isMore);
    }

    /**
     * Events that are not published yet, in their order. Each page is what one moment has; beside a hole only one is read, because the
     * next may show what follows from an event that this one did not show yet.
     */
    private List<Outbox.Pending> fresh() {
        // From the beginning whenever the outbox was tidied, so that nothing is overlooked for long.
        long behind = seen.upTo(clock.instant());
        long after = published.isEmpty() ? Outbox.BEGINNING : behind;
        List<Outbox.Pending> fresh = new ArrayList<>();
        do {
            int page = published.tailSet(after, false).size() + PAGE;
            List<Outbox.Pending> found = outbox.pending(after, page);
            found.stream()
                    .filter(event -> !published.contains(event.position()))
                    .forEach(fresh::add);
            found.forEach(event -> seen.add(event.position()));
            after = found.isEmpty() ? after : found.get(found.size() - 1).position();
            isMore = found.size() == page;
        } while (isMore && !isFull(fresh) && !seen.hasHole());
        return fresh;
    }

    private static boolean isFull(List<Outbox.Pending> batch) {
        return batch.size() >= BATCH || characters(batch) >= BATCH_CHARACTERS;
    }

    private static long characters(List<Outbox.Pending> batch) {
        return batch.stream().mapToLong(event -> event.json().length()).sum();
    }

    private void publish(List<Outbox.Pending> batch) {
        if (batch.isEmpty()) {
            return;
        }
        jms.execute(session -> {
            try (MessageProducer producer = session.createProducer(null)) {
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                producer.setTimeToLive(KEPT.toMillis());
                for (Outbox.Pending event : batch) {
                    producer.send(
                            session.createTopic(
                                    "VirtualTopic.wa." + event.head().channel().code()),
                            message(session, event));
                }
            }
            session.commit();
            return null;
        });
    }

    private static Message message(Session session, Outbox.Pending event) throws JMSException {
        Outbox.EventHead head = event.head();
        Message message = session.createTextMessage(event.json());
        message.setStringProperty("id", head.id());
        message.setStringProperty("channel", head.channel().code());
        message.setStringProperty("phoneNumberId", head.phoneNumberId());
        message.setStringProperty("contact", head.contact());
        message.setStringProperty("type", head.type());
        if (head.source() != null) {
            message.setStringProperty("source", head.source());
        }
        return message;
    }

    private void tidyIfDue() {
        boolean due = published.size() >= BATCH
                || publishedCharacters >= BATCH_CHARACTERS
                || clock.millis() - tidiedAt >= TIDY.toMillis();
        if (due) {
            tidy();
        }
    }

    private void tidy() {
        if (!published.isEmpty()) {
            outbox.published(new ArrayList<>(published));
            published.clear();
            publishedCharacters = 0;
            tidiedAt = clock.millis();
            // Looks from the beginning once more: what was committed too late for its hole lies there.
            arrived.release();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        arrived.release();
    }

    @Override
    public void close() {
        running = false;
        urgent.release();
        arrived.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            // Only if it hangs: an interrupt in the middle of a write is hard on a database's files.
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
