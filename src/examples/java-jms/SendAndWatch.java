import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * Drops a send request over JMS, waits for its acceptance and reads events until the message is delivered. In the folder
 * where Tandem runs, with the class path that {@code mvn dependency:build-classpath} prints, or a CRM's own:
 * {@code java -cp "$(cat target/classpath)" src/examples/java-jms/SendAndWatch.java}. Environment variables change where
 * to and what: TANDEM_JMS, TANDEM_USER, TANDEM_PASSWORD, TANDEM_TEAM, TANDEM_FROM, TANDEM_TO, TANDEM_KEY; TANDEM_STAY
 * goes on reading.
 */
public class SendAndWatch {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> DELIVERED = Set.of("delivered", "read", "played");
    private static final Set<String> ENDED = Set.of("failed", "rejected", "expired", "cancelled");

    private final String user = env("TANDEM_USER", "tandem");
    private final String team = env("TANDEM_TEAM", "crm-java");
    /** Whoever repeats a request under the same key repeats nothing: take the order's own number. */
    private final String key = env("TANDEM_KEY", "order-" + UUID.randomUUID());

    /** In a CRM: a unique column, written in the same transaction as what the event changes. */
    private final Set<String> seen = new HashSet<>();

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exit;

    public static void main(String[] args) throws Exception {
        System.exit(new SendAndWatch().run());
    }

    private int run() throws Exception {
        String password = env("TANDEM_PASSWORD", "");
        if (password.isEmpty()) {
            password = Files.readString(Path.of("data/broker-password")).strip();
        }
        // failover: connects again by itself. What was under way comes again then; checkForDuplicates would take that for
        // poison, and the ids below are the better check.
        var factory = new ActiveMQConnectionFactory(
                user,
                password,
                "failover:(" + env("TANDEM_JMS", "tcp://127.0.0.1:61616")
                        + ")?startupMaxReconnectAttempts=5&jms.checkForDuplicates=false");
        try (Connection connection = factory.createConnection()) {
            // First the reader: a team's queue gets what happens from its first reader on.
            for (String channel : List.of("result", "message")) {
                read(connection, channel);
            }
            connection.start();
            heard(send(connection));
            done.await();
            return exit;
        }
    }

    /** Reads a channel; each with a session of its own, which is one thread. */
    private void read(Connection connection, String channel) throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("Consumer." + team + ".VirtualTopic.wa." + channel))
                .setMessageListener(message -> {
                    try {
                        work(channel, message);
                        // Only now: what is not acknowledged comes again. After seven failures the broker keeps it as
                        // a dead letter in wa.dead.team.
                        message.acknowledge();
                    } catch (Exception e) {
                        throw new IllegalStateException("It comes again: " + e.getMessage(), e);
                    }
                });
    }

    private void work(String channel, Message message) throws Exception {
        JsonNode event = JSON.readTree(text(message));
        if (!first(event.path("id").asText())) {
            return;
        }
        if (channel.equals("message")) {
            System.out.println("message " + message.getStringProperty("contact") + " " + event.path("text").asText());
        } else if (user.equals(message.getStringProperty("source"))) {
            // Its own sends only. Not by a selector: what a selector leaves lying fills the queue.
            heard(event.path("item"));
        }
    }

    private synchronized boolean first(String id) {
        return seen.add(id);
    }

    /** Sends until there is a reply; the broker has the request on disk when send() returns. */
    private JsonNode send(Connection connection) throws Exception {
        String request = JSON.writeValueAsString(Map.of(
                "from", env("TANDEM_FROM", "shop"),
                "to", env("TANDEM_TO", "+49 171 2345678"),
                "template", Map.of("name", "order_update", "language", "en", "parameters", List.of("A-18"))));
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue("wa.send"))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            TemporaryQueue replies = session.createTemporaryQueue();
            try (MessageConsumer consumer = session.createConsumer(replies)) {
                while (true) {
                    TextMessage message = session.createTextMessage(request);
                    message.setJMSCorrelationID(key);
                    message.setJMSReplyTo(replies);
                    producer.send(message);
                    Message reply = consumer.receive(10_000);
                    if (reply != null) {
                        System.out.println("reply " + text(reply));
                        return JSON.readTree(text(reply));
                    }
                    System.out.println("No reply within 10 s, once more: is Tandem running?");
                }
            }
        }
    }

    /** What is known of a send, from the reply (status 202, 200, 409 or 422) or from a result event. */
    private void heard(JsonNode said) {
        if (!said.path("id").asText(key).equals(key)) {
            return;
        }
        String state = said.path("state").asText();
        boolean refused = said.path("status").asInt() >= 400;
        if (!refused && !said.has("status")) {
            System.out.println("result " + key + " " + state + " " + said.path("reason").asText(""));
        }
        if (refused || ENDED.contains(state)) {
            exit = 1;
            done.countDown();
        } else if (DELIVERED.contains(state) && env("TANDEM_STAY", "").isEmpty()) {
            done.countDown();
        }
    }

    private static String text(Message message) throws JMSException {
        return ((TextMessage) message).getText();
    }

    private static String env(String name, String standard) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? standard : value;
    }
}
