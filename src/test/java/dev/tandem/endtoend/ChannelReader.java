package dev.tandem.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A team that reads every channel over AMQP and remembers what came. Thread-safe. */
final class ChannelReader implements AutoCloseable {

    private static final List<String> CHANNELS =
            List.of("message", "status", "echo", "history", "contact", "account", "template", "other");

    private final EngineProcess engine;
    private final String team;
    private final BrokerClient client;
    private final List<JsonNode> events;

    /** @param team as it stands in the names of its queues */
    ChannelReader(EngineProcess engine, String team) {
        this(engine, team, List.of());
    }

    private ChannelReader(EngineProcess engine, String team, List<JsonNode> before) {
        this.engine = engine;
        this.team = team;
        events = new CopyOnWriteArrayList<>(before);
        client = BrokerClient.amqp(engine);
        try {
            Session session = client.session();
            for (String channel : CHANNELS) {
                session.createConsumer(session.createQueue(queue(team, channel)))
                        .setMessageListener(message -> events.add(Http.parse(BrokerClient.textOf(message))));
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its queues as {@code tandem.broker.subscriptions} lists them, for a team that wants to miss nothing before it comes. */
    static String queues(String team) {
        return CHANNELS.stream().map(channel -> queue(team, channel)).collect(Collectors.joining(","));
    }

    private static String queue(String team, String channel) {
        return "Consumer." + team + ".VirtualTopic.wa." + channel;
    }

    /** The same team after this one was closed and its engine started anew: it remembers what it read. */
    ChannelReader anew() {
        return new ChannelReader(engine, team, events);
    }

    /** What came so far and fits. */
    List<JsonNode> all(Predicate<JsonNode> fits) {
        return events.stream().filter(fits).toList();
    }

    /** The first event that fits, waited for. */
    JsonNode await(String what, Predicate<JsonNode> fits) {
        return Awaitility.await("an event: " + what)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> all(fits), found -> !found.isEmpty())
                .get(0);
    }

    @Override
    public void close() {
        client.close();
    }
}
