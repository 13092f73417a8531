package dev.tandem.broker;

import dev.tandem.webhook.WebhookQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.util.ByteSequence;
import org.apache.activemq.util.JMSExceptionSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;

/**
 * Webhooks in {@code wa.webhook}. What comes while a group is being written is the next group, one transaction and one write
 * of the journal: a single webhook never waits for others, and many wait for one write only. They stand in the queue in the
 * order in which they were handed over. One thread of its own.
 */
public final class GroupedWebhookQueue implements WebhookQueue, AutoCloseable {

    private static final String QUEUE = "wa.webhook";

    private static final String RECEIVED_AT = "receivedAt";

    private static final int MOST = 256;

    /** A group that is larger is written at once, so that large webhooks never lie in memory twice all together. */
    private static final long MOST_BYTES = 4L << 20;

    /** Meta gives up long before; the webhook comes again then, and is known again if it was written after all. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final long LOOK_MILLIS = 200;

    /** So long at most large webhooks go before what is worked off, so that a stream of them does not stop that. */
    private static final Duration PASS = Duration.ofSeconds(1);

    private final JmsTemplate jms;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "webhook-writer");
    private final ReentrantLock rush = new ReentrantLock();
    private final Condition rushIsOver = rush.newCondition();
    private long rushBytes;
    private volatile boolean running = true;

    private record Waiting(byte[] body, Instant receivedAt, CompletableFuture<@Nullable Void> written) {}

    /**
     * @param jms transacted, so that a group is one write
     */
    public GroupedWebhookQueue(JmsTemplate jms) {
        this.jms = jms;
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    @Override
    public void put(byte[] body, Instant receivedAt) {
        coming(body.length);
        try {
            putAndWait(body, receivedAt);
        } finally {
            coming(-body.length);
        }
    }

    private void coming(int bytes) {
        rush.lock();
        try {
            rushBytes += bytes;
            if (rushBytes <= MOST_BYTES) {
                rushIsOver.signalAll();
            }
        } finally {
            rush.unlock();
        }
    }

    @Override
    public void letPass() {
        rush.lock();
        try {
            long left = PASS.toNanos();
            while (rushBytes > MOST_BYTES && left > 0) {
                left = rushIsOver.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rush.unlock();
        }
    }

    private void putAndWait(byte[] body, Instant receivedAt) {
        Waiting mine = new Waiting(body, receivedAt, new CompletableFuture<>());
        waiting.add(mine);
        if (!running && waiting.remove(mine)) {
            throw new IllegalStateException("The engine is stopping: send the webhook again");
        }
        try {
            mine.written().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The webhook could not be written to the broker's journal", e.getCause());
        } catch (TimeoutException e) {
            waiting.remove(mine);
            throw new IllegalStateException(
                    "The broker's journal did not answer within " + LONGEST.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            waiting.remove(mine);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The engine is stopping: send the webhook again", e);
        }
    }

    /** How many wait for a write that has not begun. */
    int waiting() {
        return waiting.size();
    }

    private void run() {
        List<Waiting> group = new ArrayList<>();
        while (running || !waiting.isEmpty()) {
            try {
                Waiting first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    gather(group, first.body().length);
                    writeAndTell(group);
                }
            } catch (InterruptedException e) {
                running = false;
            }
            group.clear();
        }
    }

    private void gather(List<Waiting> group, long firstBytes) {
        long bytes = firstBytes;
        Waiting next = waiting.peek();
        while (next != null && group.size() < MOST && bytes + next.body().length <= MOST_BYTES) {
            // Who gave up meanwhile took his own away.
            if (waiting.remove(next)) {
                bytes += next.body().length;
                group.add(next);
            }
            next = waiting.peek();
        }
    }

    private void writeAndTell(List<Waiting> group) {
        try {
            write(group);
            group.forEach(each -> each.written().complete(null));
        } catch (RuntimeException | Error e) {
            group.forEach(each -> each.written().completeExceptionally(e));
            if (e instanceof Error && !(e instanceof OutOfMemoryError)) {
                throw e;
            }
        }
    }

    private void write(List<Waiting> group) {
        jms.execute(session -> {
            try (MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                for (Waiting each : group) {
                    producer.send(message(session, each));
                }
            }
            session.commit();
            return null;
        });
    }

    private static BytesMessage message(Session session, Waiting webhook) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        if (message instanceof ActiveMQBytesMessage ours) {
            // Written, the bytes would be copied several times over: a webhook may have 4 MiB, and many come at once.
            // JMS's
            // own way to set a property begins to write, too.
            ours.setContent(new ByteSequence(webhook.body()));
            setReceivedAt(ours, webhook.receivedAt().toEpochMilli());
        } else {
            message.writeBytes(webhook.body());
            message.setLongProperty(RECEIVED_AT, webhook.receivedAt().toEpochMilli());
        }
        return message;
    }

    private static void setReceivedAt(ActiveMQBytesMessage message, long millis) throws JMSException {
        try {
            message.setProperty(RECEIVED_AT, millis);
        } catch (IOException e) {
            throw JMSExceptionSupport.create(e);
        }
    }

    /** Writes what still waits. */
    @Override
    public void close() {
        running = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
