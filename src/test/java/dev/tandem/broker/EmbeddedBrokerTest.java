package dev.tandem.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.FakeAlerts;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {

    private static final List<String> ANY_PORTS =
            List.of("tcp://127.0.0.1:0", "amqp://127.0.0.1:0", "stomp://127.0.0.1:0");

    @TempDir
    private Path folder;

    @Test
    void listensOnThreeProtocolsAndSaysWhere() throws Exception {
        try (TestBroker broker = new TestBroker(folder, ANY_PORTS)) {
            assertThat(broker.broker.listening())
                    .hasSize(3)
                    .allMatch(
                            address -> address.matches("(tcp|amqp|stomp)://(localhost|127\\.0\\.0\\.1):[1-9][0-9]+.*"));
            broker.send("wa.send", "by the engine", 0);
            try (Connection connection =
                    broker.outside("tandem", TestBroker.PASSWORD).createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("wa.send"));
                assertThat(((TextMessage) consumer.receive(10_000)).getText()).isEqualTo("by the engine");
            }
        }
    }

    @Test
    void anAmqpClientSpeaksToIt() throws Exception {
        try (TestBroker broker = new TestBroker(folder, ANY_PORTS)) {
            String address = broker.broker.listening().stream()
                    .filter(url -> url.startsWith("amqp:"))
                    .findFirst()
                    .orElseThrow();
            try (Connection connection =
                    new JmsConnectionFactory("tandem", TestBroker.PASSWORD, address).createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                session.createProducer(session.createQueue("wa.send")).send(session.createTextMessage("over AMQP"));
            }
            assertThat(broker.next("wa.send", 10_000)).isNotNull();
        }
    }

    @Test
    void aWrongPasswordIsRefusedInWords() throws Exception {
        try (TestBroker broker = new TestBroker(folder, ANY_PORTS)) {
            for (ActiveMQConnectionFactory stranger : List.of(
                    broker.outside("tandem", "wrong"),
                    broker.outside("nobody", TestBroker.PASSWORD),
                    broker.outside(null, null),
                    broker.outside(Users.INTERNAL, ""))) {
                assertThatThrownBy(() -> {
                            try (Connection connection = stranger.createConnection()) {
                                connection.start();
                            }
                        })
                        .hasMessageContaining("User name or password is wrong")
                        .hasMessageContaining("broker-password");
            }
        }
    }

    @Test
    void aTakenPortIsAWarningNotAFailure() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                TestBroker broker = new TestBroker(
                        folder, List.of("tcp://127.0.0.1:" + other.getLocalPort(), "tcp://127.0.0.1:0"))) {
            assertThat(broker.broker.listening()).hasSize(1);
            broker.send("wa.send", "all the same", 0);
            assertThat(broker.next("wa.send", 10_000)).isNotNull();
        }
    }

    @Test
    void whatWasSentIsThereAfterARestart() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            broker.send("wa.send", "kept", 0);
        }
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            assertThat(((TextMessage) broker.next("wa.send", 10_000)).getText()).isEqualTo("kept");
        }
    }

    @Test
    void anExpiredRequestIsADeadLetterWithItsReason() throws Exception {
        Instant before = Instant.now().minusSeconds(5);
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            broker.send("wa.send", "too late", 1);
            Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            assertThat(broker.next("wa.send", 200)).isNull();
            Message dead = broker.next("wa.dead.send", 10_000);
            assertThat(((TextMessage) dead).getText()).isEqualTo("too late");
            assertThat(dead.getStringProperty("reason")).isEqualTo("expired");
            assertThat(dead.getStringProperty("origin")).isEqualTo("wa.send");
            assertThat(Instant.parse(dead.getStringProperty("failedAt")))
                    .isBetween(before, Instant.now().plusSeconds(5));
            assertThat(dead.getJMSExpiration()).as("it stays").isZero();
        }
    }

    @Test
    void whatFailsAgainAndAgainIsADeadLetterToo() throws Exception {
        Instant before = Instant.now().minusSeconds(5);
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            broker.send("wa.webhook", "poison", 0);
            ActiveMQConnectionFactory factory = broker.broker.connectionFactory();
            RedeliveryPolicy once = new RedeliveryPolicy();
            once.setMaximumRedeliveries(0);
            factory.setRedeliveryPolicy(once);
            try (Connection connection = factory.createConnection()) {
                connection.start();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("wa.webhook"));
                assertThat(consumer.receive(10_000)).isNotNull();
                session.rollback();
                assertThat(consumer.receive(200)).isNull();
            }
            Message dead = broker.next("wa.dead.webhook", 10_000);
            assertThat(((TextMessage) dead).getText()).isEqualTo("poison");
            assertThat(dead.getStringProperty("reason")).isEqualTo("internal_fault");
            assertThat(dead.getStringProperty("origin")).isEqualTo("wa.webhook");
            assertThat(Instant.parse(dead.getStringProperty("failedAt")))
                    .isBetween(before, Instant.now().plusSeconds(5));
        }
    }

    @Test
    void aTeamThatIsListedMissesNothing() throws Exception {
        String queue = "Consumer.crm.VirtualTopic.wa.message";
        try (TestBroker broker = new TestBroker(folder, List.of(), queue)) {
            broker.session
                    .createProducer(broker.session.createTopic("VirtualTopic.wa.message"))
                    .send(broker.session.createTextMessage("before the first reader"));
            assertThat(((TextMessage) broker.next(queue, 10_000)).getText()).isEqualTo("before the first reader");
        }
    }

    @Test
    void theOldestEventsLeaveATeamsQueueThatNobodyReads() throws Exception {
        String queue = "Consumer.crm.VirtualTopic.wa.message";
        String text = "x".repeat(1_000);
        try (TestBroker broker = new TestBroker(folder, List.of(), queue);
                TeamQueues quota = broker.broker.teamQueues(100_000, new FakeAlerts())) {
            for (int i = 0; i < 50; i++) {
                broker.send(queue, i + " " + text, 0);
            }
            quota.look();
            for (int i = 50; i < 200; i++) {
                broker.send(queue, i + " " + text, 0);
            }
            broker.send("wa.send", "not a team's", 0);
            quota.look();
            List<Integer> left = broker.receive(queue, 200).stream()
                    .map(EmbeddedBrokerTest::number)
                    .toList();
            assertThat(left)
                    .as("the newest, in order, within the quota")
                    .hasSizeBetween(50, 100)
                    .containsExactlyElementsOf(
                            IntStream.range(200 - left.size(), 200).boxed().toList());
            assertThat(broker.next("wa.send", 10_000)).isNotNull();
            assertThat(broker.next("wa.dead.team", 200)).isNull();
        }
    }

    private static int number(TextMessage message) {
        try {
            return Integer.parseInt(message.getText().split(" ")[0]);
        } catch (jakarta.jms.JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
