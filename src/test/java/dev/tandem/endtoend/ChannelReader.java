package dev.tandem.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A team that reads every channel over AMQP and remembers what came. Thread-safe. */
final class ChannelReader implements AutoCloseable {

    private static final List<String> CHANNELS =
            List.of("message", "status", "echo", "history", "contact", "account", "template", "other");

    private final BrokerClient client;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    /** @param team as it stands in the names of its queues */
    ChannelReader(EngineProcess engine, String team) {
        client = BrokerClient.amqp(engine);
        try {
            Session session = client.session();
            for (String channel : CHANNELS) {
                session.createConsumer(session.createQueue("Consumer." + team + ".VirtualTopic.wa." + channel))
                        .setMessageListener(message -> events.add(Http.parse(BrokerClient.textOf(message))));
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
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
