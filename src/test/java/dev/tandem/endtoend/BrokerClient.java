package dev.tandem.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;

/** A JMS client of the engine's broker, over OpenWire or AMQP. One thread each. */
final class BrokerClient implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 15_000;

    private final Connection connection;
    private final Session session;
    private final MessageProducer toEngine;

    private BrokerClient(ConnectionFactory factory, String password) {
        try {
            connection = factory.createConnection("tandem", password);
            connection.start();
            session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            toEngine = session.createProducer(session.createQueue("wa.send"));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    static BrokerClient openWire(EngineProcess engine) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(engine.listens("tcp"));
        factory.setUseAsyncSend(false);
        return new BrokerClient(factory, engine.brokerPassword());
    }

    /** A client of a broker that is not the engine's. */
    static BrokerClient at(String url) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        factory.setUseAsyncSend(false);
        return new BrokerClient(factory, "");
    }

    static BrokerClient amqp(EngineProcess engine) {
        return new BrokerClient(
                new JmsConnectionFactory(engine.listens("amqp").replace("amqp+", "")), engine.brokerPassword());
    }

    Session session() {
        return session;
    }

    /** A session whose messages nobody sees before it commits. */
    Session transacted() throws JMSException {
        return connection.createSession(Session.SESSION_TRANSACTED);
    }

    /** Something that a test does to a message before it goes. */
    @FunctionalInterface
    interface Dressing {
        void dress(Message message) throws JMSException;
    }

    /** Puts a request into {@code wa.send}; when it returns the broker has it on disk. */
    void put(String request) {
        put(request, message -> {});
    }

    void put(String request, Dressing dressing) {
        try {
            TextMessage message = session.createTextMessage(request);
            dressing.dress(message);
            toEngine.send(message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a text into {@code wa.send} and hands back the engine's reply. */
    JsonNode ask(String request) {
        return ask(request, message -> {});
    }

    JsonNode ask(String request, Dressing dressing) {
        return ask(() -> session.createTextMessage(request), dressing);
    }

    /** Puts bytes into {@code wa.send} and hands back the engine's reply. */
    JsonNode ask(byte[] request) {
        return ask(
                () -> {
                    BytesMessage message = session.createBytesMessage();
                    message.writeBytes(request);
                    return message;
                },
                message -> {});
    }

    /** Makes a message. */
    @FunctionalInterface
    interface Maker {
        Message make() throws JMSException;
    }

    JsonNode ask(Maker maker, Dressing dressing) {
        try {
            TemporaryQueue replies = session.createTemporaryQueue();
            try (MessageConsumer consumer = session.createConsumer(replies)) {
                Message message = maker.make();
                message.setJMSReplyTo(replies);
                dressing.dress(message);
                toEngine.send(message);
                Message reply = consumer.receive(PATIENCE_MILLIS);
                if (reply == null) {
                    throw new AssertionError("no reply within " + PATIENCE_MILLIS + " ms");
                }
                return Http.parse(textOf(reply));
            } finally {
                replies.delete();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the engine has worked off every webhook that it acknowledged. */
    static void awaitWebhooksWorkedOff(EngineProcess engine, Duration atMost) {
        try (BrokerClient client = openWire(engine)) {
            Awaitility.await("all webhooks are worked off")
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> client.browse("wa.webhook").isEmpty());
        }
    }

    /** The messages that lie in a queue. */
    List<Message> browse(String queue) {
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            List<Message> found = new ArrayList<>();
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                found.add((Message) messages.nextElement());
            }
            return found;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message of a queue, or null after so many milliseconds. */
    Message take(String queue, long withinMillis) {
        try {
            Queue from = session.createQueue(queue);
            try (MessageConsumer consumer = session.createConsumer(from)) {
                return consumer.receive(withinMillis);
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The events of a queue, read until there are so many or the time is over. */
    List<JsonNode> drain(String queue, int count, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        List<JsonNode> events = new ArrayList<>();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            while (events.size() < count && System.nanoTime() < until) {
                Message message = consumer.receive(200);
                if (message != null) {
                    events.add(Http.parse(textOf(message)));
                }
            }
            return events;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The different texts of the events of a queue, read until there are so many or the time is over. */
    Set<String> drainDistinct(String queue, int count, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        Set<String> texts = new HashSet<>();
        while (texts.size() < count && System.nanoTime() < until) {
            drain(queue, 1, Duration.ofSeconds(1))
                    .forEach(event -> texts.add(event.path("text").asText()));
        }
        return texts;
    }

    static String textOf(Message message) {
        try {
            return message instanceof TextMessage text
                    ? text.getText()
                    : new String(message.getBody(byte[].class), StandardCharsets.UTF_8);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
