package dev.tandem.broker;

import dev.tandem.domain.Alert;
import dev.tandem.domain.Alerts;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;
import org.apache.activemq.broker.region.Queue;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every team's queue within its quota: when nobody reads it, its oldest events leave it (the database and the API still
 * have them). Events that are too old leave it by themselves. Of both tells the alert {@code team_queue_unread}, which ends
 * when the queue is read again. Looks by itself every few seconds. Thread-safe.
 */
public final class TeamQueues implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TeamQueues.class);

    /** The alert's code; its subject is the queue. */
    static final String UNREAD = "team_queue_unread";

    private static final long EVERY_SECONDS = 5;

    /** Down to this share of its quota a queue is emptied, so that it is not emptied for every single event. */
    private static final double REST = 0.9;

    /** So many leave in one transaction, which is one write of the journal. */
    private static final int BATCH = 500;

    private static final long RECEIVE_MILLIS = 200;

    private final BrokerService broker;
    private final ConnectionFactory connections;
    private final long quotaBytes;
    private final Alerts alerts;
    private final Map<String, Counts> before = new HashMap<>();
    private @Nullable Set<String> told;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "team-queues"));

    TeamQueues(BrokerService broker, ConnectionFactory connections, long quotaBytes, Alerts alerts) {
        this.broker = broker;
        this.connections = connections;
        this.quotaBytes = quotaBytes;
        this.alerts = alerts;
    }

    /**
     * What was counted at a queue when it was looked at last.
     *
     * @param gone events that left it for whatever reason
     * @param expired events that left it because they were too old
     */
    private record Counts(long gone, long expired) {

        private static final Counts NONE = new Counts(0, 0);

        /** Enqueued first: an event that comes between the two must not look like one that left. */
        private static Counts of(Queue queue, long present) {
            long enqueued = queue.getDestinationStatistics().getEnqueues().getCount();
            return new Counts(
                    enqueued - present,
                    queue.getDestinationStatistics().getExpired().getCount());
        }
    }

    /** Begins to look. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Looks at every team queue once, and takes the oldest events out of those that are over their quota. */
    synchronized void look() {
        try {
            Set<String> standing = told();
            RegionBroker region = (RegionBroker) broker.getRegionBroker();
            Map<ActiveMQDestination, Destination> destinations = region.getDestinationMap();
            for (Map.Entry<ActiveMQDestination, Destination> entry : destinations.entrySet()) {
                Queue queue = queue(entry.getValue());
                if (entry.getKey().getPhysicalName().startsWith("Consumer.") && queue != null) {
                    look(queue, standing);
                }
            }
            standing.stream()
                    .filter(name -> destinations.keySet().stream()
                            .noneMatch(
                                    destination -> destination.getPhysicalName().equals(name)))
                    .toList()
                    .forEach(this::over);
        } catch (RuntimeException e) {
            LOG.warn("The team queues could not be looked at; it is tried again", e);
        }
    }

    /** The queues whose alert stands, also from before a restart. */
    private Set<String> told() {
        Set<String> known = told;
        if (known == null) {
            known = alerts.standing().stream()
                    .filter(alert -> alert.code().equals(UNREAD))
                    .map(Alert::subject)
                    .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
            told = known;
        }
        return known;
    }

    /** The queue itself: those of virtual topics stand behind a filter. */
    private static @Nullable Queue queue(Destination destination) {
        if (destination instanceof DestinationFilter filter) {
            return filter.getAdaptor(Queue.class);
        }
        return destination instanceof Queue queue ? queue : null;
    }

    private void look(Queue queue, Set<String> standing) {
        String name = queue.getName();
        try {
            long bytes = queue.getMessageStore().getMessageSize();
            long messages = queue.getDestinationStatistics().getMessages().getCount();
            Counts last = before.getOrDefault(name, Counts.NONE);
            Counts now = Counts.of(queue, messages);
            long expired = now.expired() - last.expired();
            if (bytes > quotaBytes && messages > 0) {
                long average = Math.max(1, bytes / messages);
                long tooMany = Math.min(messages, (bytes - (long) (quotaBytes * REST)) / average + 1);
                tell(name, standing, overQuota(name, bytes, take(name, tooMany)));
            } else if (expired > 0) {
                tell(name, standing, tooOld(name, expired));
            } else if (standing.contains(name)
                    && bytes <= quotaBytes / 2
                    && (isReading(queue) || before.containsKey(name) && now.gone() > last.gone())) {
                over(name);
            }
            // Again, because what was taken out here is no reading.
            before.put(
                    name,
                    Counts.of(
                            queue,
                            queue.getDestinationStatistics().getMessages().getCount()));
        } catch (Exception e) {
            LOG.warn("The queue {} could not be kept within its quota; it is tried again", name, e);
        }
    }

    private static boolean isReading(Queue queue) {
        return queue.getDestinationStatistics().getConsumers().getCount() > 0;
    }

    /**
     * Takes the oldest out as a reader would, many in one transaction: removed one by one each would be a write of its own,
     * and events would come faster than they go.
     */
    private long take(String name, long count) throws JMSException {
        long taken = 0;
        try (Connection connection = connections.createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            // Of two readers each gets what the other has not been handed yet: what waits for a slow team stays with
            // it.
            try (MessageConsumer oldest = session.createConsumer(session.createQueue(name))) {
                while (taken < count && oldest.receive(RECEIVE_MILLIS) != null) {
                    taken++;
                    if (taken % BATCH == 0) {
                        session.commit();
                    }
                }
                session.commit();
            }
        }
        return taken;
    }

    private String overQuota(String name, long bytes, long taken) {
        return "Nobody reads the queue " + name + ", or too slowly: it held " + megabytes(bytes) + " MB of at most "
                + megabytes(quotaBytes) + " MB, so its " + taken + " oldest events left it. The API still has what they"
                + " tell. Let the team read its queue, raise tandem.broker.team-queue-megabytes, or delete the queue when no"
                + " team needs it any more.";
    }

    private static String tooOld(String name, long expired) {
        return "Nobody reads the queue " + name + ": " + expired
                + " events left it because they were older than 7 days. The"
                + " API still has what they tell. Let the team read its queue, or delete the queue when no team needs it"
                + " any more.";
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }

    private void tell(String name, Set<String> standing, String text) {
        alerts.raise(UNREAD, name, "", text);
        standing.add(name);
    }

    private void over(String name) {
        alerts.clear(UNREAD, name);
        told().remove(name);
        before.remove(name);
    }
}
