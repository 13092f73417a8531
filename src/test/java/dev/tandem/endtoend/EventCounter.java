package dev.tandem.endtoend;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * A team's program in a process of its own: reads a queue over AMQP with a client that shares no code with the broker, and
 * writes a line for each event. Arguments: address, user, password, queue.
 */
public final class EventCounter {

    static final String READY = "reads ";
    static final String EVENT = "event ";

    private EventCounter() {}

    /** Reads until it is killed. */
    public static void main(String[] args) throws Exception {
        try (Connection connection = new JmsConnectionFactory(args[0]).createConnection(args[1], args[2])) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(args[3]));
            connection.start();
            System.out.println(READY + args[3]);
            for (Message message = consumer.receive(); message != null; message = consumer.receive()) {
                System.out.println(
                        EVENT + Http.parse(BrokerClient.textOf(message)).toString());
            }
        }
    }
}
