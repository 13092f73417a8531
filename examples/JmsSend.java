import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Drops one send request on the queue wa.send and waits for the reply, as a CRM would. */
public class JmsSend {

    public static void main(String[] args) throws Exception {
        String password = Files.readString(Path.of("data/broker-password")).strip();
        var factory = new ActiveMQConnectionFactory("tandem", password, "tcp://127.0.0.1:61616");
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Queue replies = session.createTemporaryQueue();
            TextMessage request = session.createTextMessage(
                    """
                    {"from": "shop", "to": "+49 171 2345678",
                     "template": {"name": "order_update", "language": "en", "parameters": ["A-18"]}}""");
            request.setJMSCorrelationID("order-A-18"); // the key: the same key with the same content is sent once
            request.setJMSReplyTo(replies);
            try (MessageProducer producer = session.createProducer(session.createQueue("wa.send"));
                    MessageConsumer consumer = session.createConsumer(replies)) {
                producer.send(request);
                TextMessage reply = (TextMessage) consumer.receive(10_000);
                System.out.println(reply == null ? "No reply within 10 s: is Tandem running?" : reply.getText());
            }
        }
    }
}
