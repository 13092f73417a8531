package dev.tandem.broker;

import dev.tandem.domain.Alerts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationInterceptor;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.virtual.VirtualDestination;
import org.apache.activemq.broker.region.virtual.VirtualDestinationInterceptor;
import org.apache.activemq.broker.region.virtual.VirtualTopic;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker inside the engine: a journal that is on disk when a send returns, listeners for OpenWire, AMQP and STOMP
 * clients, and policies that keep one team's queue from ever touching the others. Start and stop from one thread.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** What waits in queues and is also in memory: in a small heap a small part of it, the rest is read from the journal. */
    private static final long MEMORY_BYTES =
            Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 10);

    private static final long STORE_BYTES = 20L << 30;
    private static final long TEMP_BYTES = 1L << 30;
    /** How soon a file of the journal goes that holds nothing any more: a flood fills several in the meantime. */
    private static final long CLEANUP_MILLIS = 10_000;

    private static final long LANE_BYTES = 1L << 20;
    private static final int DEAD_PAGE = 10_000;

    /** How often, and how many at a time, team queues let go of what is too old. */
    private static final long EXPIRY_MILLIS = 5_000;

    private static final int EXPIRY_PAGE = 2_000;

    private final BrokerService broker = new BrokerService();
    private final Settings settings;
    private final Clock clock;
    private final List<String> listening = new ArrayList<>();

    /**
     * What the broker needs to know.
     *
     * @param directory where the journal lives
     * @param listen addresses such as {@code tcp://127.0.0.1:61616}; one that is taken is a warning
     * @param subscriptions team queues that exist from the start, so that nothing is missed before the first reader
     */
    public record Settings(String name, Path directory, List<String> listen, Users users, List<String> subscriptions) {}

    /**
     * @param clock for the time that dead letters carry
     */
    public EmbeddedBroker(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Starts the broker and its listeners.
     *
     * @throws IllegalStateException when the journal cannot be opened; the text names the folder
     */
    public void start() {
        try {
            configure();
            broker.start();
            broker.waitUntilStarted();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The broker's journal cannot be opened in "
                            + settings.directory().toAbsolutePath()
                            + ": is another engine running on this folder, or is the disk full?",
                    e);
        }
        settings.listen().forEach(this::listen);
    }

    private void configure() throws IOException {
        broker.setBrokerName(settings.name());
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setSchedulerSupport(false);
        broker.setPopulateJMSXUserID(true);
        broker.setDataDirectoryFile(settings.directory().toFile());
        broker.setPersistenceAdapter(journal());
        broker.getSystemUsage().getMemoryUsage().setLimit(MEMORY_BYTES);
        broker.getSystemUsage().getStoreUsage().setLimit(STORE_BYTES);
        broker.getSystemUsage().getTempUsage().setLimit(TEMP_BYTES);
        // A full store is said to the sender; blocking him would stop everybody.
        broker.getSystemUsage().setSendFailIfNoSpace(true);
        broker.setDestinationPolicy(policies());
        broker.setDestinationInterceptors(new DestinationInterceptor[] {virtualTopics()});
        broker.setPlugins(new BrokerPlugin[] {settings.users().asPlugin(), DeadLetters.asPlugin(clock)});
        broker.setDestinations(
                settings.subscriptions().stream().map(ActiveMQQueue::new).toArray(ActiveMQDestination[]::new));
    }

    private KahaDBPersistenceAdapter journal() {
        KahaDBPersistenceAdapter journal = new KahaDBPersistenceAdapter();
        journal.setDirectory(settings.directory().resolve("journal").toFile());
        journal.setJournalDiskSyncStrategy(JournalDiskSyncStrategy.ALWAYS.name());
        journal.setCleanupInterval(CLEANUP_MILLIS);
        return journal;
    }

    private static PolicyMap policies() {
        PolicyEntry lanes = new PolicyEntry();
        lanes.setQueue("wa.lane.>");
        lanes.setPrioritizedMessages(true);
        lanes.setMemoryLimit(LANE_BYTES);
        lanes.setProducerFlowControl(false);

        PolicyEntry engine = new PolicyEntry();
        engine.setQueue("wa.>");
        // What does not fit into memory lies in the journal all the same: no reason to refuse it.
        engine.setProducerFlowControl(false);
        engine.setDeadLetterStrategy(DeadLetters.ofTheEngine());

        PolicyEntry dead = new PolicyEntry();
        dead.setQueue("wa.dead.>");
        // Nobody takes these in their order: an operator looks at them and picks.
        dead.setMaxPageSize(DEAD_PAGE);
        dead.setMaxBrowsePageSize(DEAD_PAGE);

        PolicyEntry teams = new PolicyEntry();
        teams.setQueue("Consumer.>");
        // A queue that nobody reads goes to disk instead of holding up the publisher; TeamQueues bounds it there.
        teams.setProducerFlowControl(false);
        teams.setDeadLetterStrategy(DeadLetters.ofTeams());
        teams.setExpireMessagesPeriod(EXPIRY_MILLIS);
        teams.setMaxExpirePageSize(EXPIRY_PAGE);

        PolicyEntry topics = new PolicyEntry();
        topics.setTopic("VirtualTopic.>");
        // It only passes copies on to the team queues, and holds nothing itself.
        topics.setProducerFlowControl(false);

        PolicyMap policies = new PolicyMap();
        policies.setPolicyEntries(List.of(lanes, engine, dead, teams, topics));
        return policies;
    }

    private static VirtualDestinationInterceptor virtualTopics() {
        VirtualTopic topics = new VirtualTopic();
        topics.setName("VirtualTopic.>");
        topics.setPrefix("Consumer.*.");
        topics.setSelectorAware(false);
        // All copies of an event in one write of the journal.
        topics.setTransactedSend(true);
        VirtualDestinationInterceptor interceptor = new VirtualDestinationInterceptor();
        interceptor.setVirtualDestinations(new VirtualDestination[] {topics});
        return interceptor;
    }

    private void listen(String address) {
        try {
            TransportConnector connector = broker.addConnector(URI.create(mapped(address)));
            broker.startTransportConnector(connector);
            listening.add(connector.getConnectUri().toString().replaceAll("\\?.*", ""));
        } catch (Exception e) {
            LOG.warn(
                    "No JMS clients on {}: {}. Change it in tandem.broker.listen, or free the port; everything else"
                            + " runs.",
                    address,
                    e.getMessage());
        }
    }

    /** The broker's default hands the bytes of an AMQP message on as they are, with AMQP's own encoding around the text. */
    private static String mapped(String address) {
        if (!address.startsWith("amqp") || address.contains("transport.transformer")) {
            return address;
        }
        return address + (address.contains("?") ? "&" : "?") + "transport.transformer=jms";
    }

    /** The addresses that really listen, with the real ports. */
    public List<String> listening() {
        return List.copyOf(listening);
    }

    /**
     * A connection factory to this broker within the process. It never waits for the broker to start: one that stopped,
     * because its journal cannot write, does not come back, and whoever waited would keep a caller from his 503.
     */
    public ActiveMQConnectionFactory connectionFactory() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://" + settings.name() + "?create=false");
        factory.setUserName(Users.INTERNAL);
        factory.setPassword(settings.users().internalPassword());
        return factory;
    }

    /** False from the moment on that it stopped: by itself when its journal cannot be written, and then for good. */
    public boolean running() {
        return broker.isStarted() && !broker.isStopping() && !broker.isStopped();
    }

    /** How many messages a queue has; 0 when there is no such queue. */
    public long messages(String queue) {
        try {
            Destination destination = ((RegionBroker) broker.getRegionBroker())
                    .getDestinationMap()
                    .get(new ActiveMQQueue(queue));
            return destination == null
                    ? 0
                    : destination.getDestinationStatistics().getMessages().getCount();
        } catch (IllegalStateException stopped) {
            return 0;
        }
    }

    /**
     * The bounds of the team queues, see {@link TeamQueues}.
     *
     * @param alerts where a queue that nobody reads is told of
     */
    public TeamQueues teamQueues(long quotaBytes, Alerts alerts) {
        return new TeamQueues(broker, connectionFactory(), quotaBytes, alerts);
    }

    @Override
    public void close() {
        try {
            broker.stop();
            broker.waitUntilStopped();
        } catch (Exception e) {
            LOG.warn("The broker did not stop cleanly; its journal is repaired at the next start", e);
        }
    }
}
