package dev.tandem.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.FakeAlerts;
import dev.tandem.domain.Alert;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.command.ActiveMQQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TeamQueuesTest {

    private static final String TOPIC = "VirtualTopic.wa.message";
    private static final String UNREAD = "Consumer.unread." + TOPIC;
    private static final String BUSY = "Consumer.busy." + TOPIC;
    private static final String TEXT = "x".repeat(1_000);
    private static final int QUOTA = 1_000_000;

    @TempDir
    private Path folder;

    private final FakeAlerts alerts = new FakeAlerts();

    @Test
    void anUnreadQueueIsAnAlertUntilItIsReadAgain() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of(), UNREAD, BUSY);
                TeamQueues queues = broker.broker.teamQueues(QUOTA, alerts)) {
            publish(broker, 0, 500, 0);
            queues.look();
            assertThat(alerts.standing()).as("half full").isEmpty();
            publish(broker, 500, 1_500, 0);
            queues.look();
            queues.look();
            assertThat(alerts.standing()).extracting(Alert::subject).containsExactlyInAnyOrder(UNREAD, BUSY);
            assertThat(alerts.standing()).allSatisfy(alert -> assertThat(alert.text())
                    .contains("Nobody reads the queue Consumer.", "oldest events left it")
                    .contains("tandem.broker.team-queue-megabytes"));
            List<Integer> read = numbers(broker.receive(BUSY, 1_500));
            assertThat(read)
                    .as("the newest, in their order")
                    .containsExactlyElementsOf(
                            IntStream.range(1_500 - read.size(), 1_500).boxed().toList());
            queues.look();
            assertThat(alerts.standing()).extracting(Alert::subject).containsExactly(UNREAD);
        }
    }

    @Test
    void anAlertFromBeforeARestartEndsWhenItsQueueIsGone() throws Exception {
        alerts.raise(TeamQueues.UNREAD, "Consumer.gone." + TOPIC, "", "from before");
        alerts.raise(TeamQueues.UNREAD, UNREAD, "", "from before");
        try (TestBroker broker = new TestBroker(folder, List.of(), UNREAD);
                TeamQueues queues = broker.broker.teamQueues(QUOTA, alerts)) {
            queues.look();
            assertThat(alerts.standing()).extracting(Alert::subject).containsExactly(UNREAD);
        }
    }

    @Test
    void eventsThatAreTooOldLeaveTheQueueAndAreNoDeadLetters() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of(), UNREAD);
                TeamQueues queues = broker.broker.teamQueues(1 << 30, alerts)) {
            publish(broker, 0, 3_000, 6_000);
            assertThat(broker.broker.messages(UNREAD)).isPositive();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> broker.broker.messages(UNREAD) == 0);
            queues.look();
            assertThat(alerts.standing()).singleElement().satisfies(alert -> assertThat(alert.text())
                    .contains("older than 7 days"));
            assertThat(broker.next("wa.dead.team", 100)).isNull();
        }
    }

    @Test
    void aQueueThatWasDeletedCanBeSubscribedAgain() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of(), UNREAD)) {
            publish(broker, 0, 10, 0);
            try (ActiveMQConnection connection =
                    (ActiveMQConnection) broker.broker.connectionFactory().createConnection()) {
                connection.start();
                connection.destroyDestination(new ActiveMQQueue(UNREAD));
            }
            assertThat(broker.next(UNREAD, 200)).isNull();
            publish(broker, 10, 12, 0);
            assertThat(numbers(broker.receive(UNREAD, 2))).containsExactly(10, 11);
        }
    }

    @Test
    void oneTransactionReachesAllTeamsOrNoneAndStaysAfterARestart() throws Exception {
        try (TestBroker broker = new TestBroker(folder, List.of(), UNREAD, BUSY)) {
            publish(broker, 0, 5, 0);
            broker.transacted().execute(session -> {
                session.createProducer(session.createTopic(TOPIC)).send(session.createTextMessage("5 never"));
                session.rollback();
                return null;
            });
        }
        try (TestBroker broker = new TestBroker(folder, List.of())) {
            assertThat(numbers(broker.receive(UNREAD, 6))).containsExactly(0, 1, 2, 3, 4);
            assertThat(numbers(broker.receive(BUSY, 6))).containsExactly(0, 1, 2, 3, 4);
        }
    }

    /** Like the engine: many in one transaction. */
    private static void publish(TestBroker broker, int from, int to, long lifeMillis) {
        broker.transacted().execute((Session session) -> {
            try (MessageProducer producer = session.createProducer(session.createTopic(TOPIC))) {
                for (int i = from; i < to; i++) {
                    producer.send(session.createTextMessage(i + " " + TEXT), DeliveryMode.PERSISTENT, 4, lifeMillis);
                    if ((i + 1) % 500 == 0) {
                        session.commit();
                    }
                }
                session.commit();
            }
            return null;
        });
    }

    private static List<Integer> numbers(List<TextMessage> messages) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        for (TextMessage message : messages) {
            numbers.add(Integer.parseInt(message.getText().split(" ")[0]));
        }
        return numbers;
    }
}
