package dev.tandem.broker;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
 * Keeps every team's queue within its quota: when nobody reads it, its oldest events leave it (the store and the API
 * still have them) and an alarm says so. Looks by itself every few seconds. Thread-safe.
 */
public final class TeamQueues implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TeamQueues.class);

    private static final long EVERY_SECONDS = 5;

    private final BrokerService broker;
    private final long quotaBytes;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "team-queues"));

    TeamQueues(BrokerService broker, long quotaBytes) {
        this.broker = broker;
        this.quotaBytes = quotaBytes;
    }

    /** Begins to look. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::trim, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Looks at every team queue once and trims those that are over their quota. */
    void trim() {
        RegionBroker region = (RegionBroker) broker.getRegionBroker();
        for (Map.Entry<ActiveMQDestination, Destination> entry :
                region.getDestinationMap().entrySet()) {
            Queue queue = queue(entry.getValue());
            if (entry.getKey().getPhysicalName().startsWith("Consumer.") && queue != null) {
                trim(queue);
            }
        }
    }

    /** The queue itself: those of virtual topics stand behind a filter. */
    private static @Nullable Queue queue(Destination destination) {
        if (destination instanceof DestinationFilter filter) {
            return filter.getAdaptor(Queue.class);
        }
        return destination instanceof Queue queue ? queue : null;
    }

    private void trim(Queue queue) {
        try {
            long bytes = queue.getMessageStore().getMessageSize();
            long messages = queue.getDestinationStatistics().getMessages().getCount();
            if (bytes <= quotaBytes || messages == 0) {
                return;
            }
            long average = Math.max(1, bytes / messages);
            int oldest = (int) Math.min(messages, (bytes - quotaBytes) / average + 1);
            int removed = queue.removeMatchingMessages((context, message) -> true, oldest);
            LOG.warn(
                    "Nobody reads {}: it holds {} MB, so its {} oldest events left it. Read the queue, or delete it.",
                    queue.getName(),
                    bytes >> 20,
                    removed);
        } catch (Exception e) {
            LOG.warn("The queue {} could not be trimmed; it is tried again", queue.getName(), e);
        }
    }
}
