package dev.tandem.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/** An embedded broker with listeners on any free ports, and a client of it. */
final class TestBroker implements AutoCloseable {

    static final String PASSWORD = "a long password";

    final EmbeddedBroker broker;
    private final Connection connection;
    final Session session;

    TestBroker(Path folder, List<String> listen, String... subscriptions) throws JMSException {
        broker = new EmbeddedBroker(
                new EmbeddedBroker.Settings(
                        "test-" + UUID.randomUUID(),
                        folder,
                        listen,
                        new Users(Map.of("tandem", Users.hash(PASSWORD))),
                        List.of(subscriptions)),
                Clock.systemUTC());
        broker.start();
        connection = broker.connectionFactory().createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    /** A client over the network. */
    ActiveMQConnectionFactory outside(String user, String password) {
        String address = broker.listening().stream()
                .filter(url -> url.startsWith("tcp:"))
                .findFirst()
                .orElseThrow();
        return new ActiveMQConnectionFactory(user, password, address);
    }

    JmsTemplate transacted() {
        JmsTemplate jms = new JmsTemplate(broker.connectionFactory());
        jms.setSessionTransacted(true);
        return jms;
    }

    void send(String queue, String text, long lifeMillis) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(session.createTextMessage(text), jakarta.jms.DeliveryMode.PERSISTENT, 4, lifeMillis);
        }
    }

    /** The next message of a queue, or null when none comes for a while. */
    Message next(String queue, long millis) throws JMSException {
        Queue destination = session.createQueue(queue);
        try (MessageConsumer consumer = session.createConsumer(destination)) {
            return consumer.receive(millis);
        }
    }

    /** So many messages of a queue, in order. */
    List<TextMessage> receive(String queue, int count) throws JMSException {
        List<TextMessage> received = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            while (received.size() < count
                    && consumer.receive(received.isEmpty() ? 10_000 : 1_000) instanceof TextMessage message) {
                received.add(message);
            }
        }
        return received;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        broker.close();
    }
}
