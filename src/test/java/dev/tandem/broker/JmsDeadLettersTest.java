package dev.tandem.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.operation.DeadLetterBox;
import dev.tandem.operation.DeadLetterBox.DeadLetter;
import dev.tandem.operation.DeadLetterBox.Filter;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters looked at and put back, on a real broker. */
@Timeout(60)
class JmsDeadLettersTest {

    private static final Filter ALL = new Filter(null, null);
    private static final Instant FAILED = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir
    private Path folder;

    private TestBroker broker;
    private DeadLetterBox box;

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(folder, List.of("tcp://127.0.0.1:0"));
        box = new JmsDeadLetters(
                broker.transacted(),
                List.of("send", "webhook", "team"),
                queue -> OptionalLong.of(broker.broker.messages(queue)));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private void dead(String room, Message message, String reason, String origin) throws Exception {
        message.setStringProperty("reason", reason);
        message.setStringProperty("origin", origin);
        message.setStringProperty("failedAt", FAILED.toString());
        try (MessageProducer producer = broker.session.createProducer(broker.session.createQueue("wa.dead." + room))) {
            producer.send(message, DeliveryMode.PERSISTENT, 7, 0);
        }
    }

    private void dead(String room, String text, String reason) throws Exception {
        dead(room, broker.session.createTextMessage(text), reason, "wa." + room);
    }

    @Test
    void theyAreListedByRoomAndReason() throws Exception {
        dead("send", "ä".repeat(600), "expired");
        dead("send", "second", "internal_fault");
        dead("team", "third", "internal_fault");
        assertThat(box.list(ALL, 10)).extracting(DeadLetter::room).containsExactly("send", "send", "team");
        assertThat(box.list(new Filter("send", "expired"), 10)).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("expired");
            assertThat(letter.origin()).isEqualTo("wa.send");
            assertThat(letter.failedAt()).isEqualTo(FAILED);
            assertThat(letter.size()).isEqualTo(1_200);
            assertThat(letter.beginning()).isEqualTo("ä".repeat(500));
            assertThat(letter.id()).matches("[A-Za-z0-9_-]+");
        });
        assertThat(box.list(ALL, 2)).hasSize(2);
        assertThat(box.count("send")).isEqualTo(2);
        assertThat(box.count("webhook")).isZero();
        DeadLetterBox byBrowsing =
                new JmsDeadLetters(broker.transacted(), List.of("send"), queue -> OptionalLong.empty());
        assertThat(byBrowsing.count("send")).isEqualTo(2);
        assertThat(box.list(ALL, 10)).as("looking takes nothing away").hasSize(3);
    }

    @Test
    void oneGoesBackUntouchedWithWhatItCarried() throws Exception {
        BytesMessage webhook = broker.session.createBytesMessage();
        byte[] body = {'{', (byte) 0xff, 0, '}'};
        webhook.writeBytes(body);
        webhook.setLongProperty("receivedAt", 4711);
        dead("webhook", webhook, "internal_fault", "wa.webhook");
        dead("webhook", "neighbour", "internal_fault");
        String id = box.list(ALL, 1).get(0).id();
        assertThat(box.replay(id)).hasValue("wa.webhook");
        assertThat(box.replay(id)).as("it is gone").isEmpty();
        BytesMessage again = (BytesMessage) broker.next("wa.webhook", 10_000);
        byte[] read = new byte[4];
        assertThat(again.readBytes(read)).isEqualTo(4);
        assertThat(read).isEqualTo(body);
        assertThat(again.getLongProperty("receivedAt")).isEqualTo(4711);
        assertThat(again.getJMSPriority()).isEqualTo(7);
        assertThat(again.propertyExists("reason")).isFalse();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(broker.next("wa.webhook", 200)).isNull();
        assertThat(box.list(ALL, 10)).extracting(DeadLetter::beginning).containsExactly("neighbour");
    }

    /** The copies of an event have one message id, and a queue keeps an id once. */
    @Test
    void whatTwoTeamsCannotWorkOffIsADeadLetterOfEach() throws Exception {
        List<String> teams = List.of("Consumer.crm.VirtualTopic.wa.message", "Consumer.bi.VirtualTopic.wa.message");
        for (String team : teams) {
            assertThat(broker.next(team, 10)).isNull();
        }
        try (MessageProducer producer =
                broker.session.createProducer(broker.session.createTopic("VirtualTopic.wa.message"))) {
            producer.send(broker.session.createTextMessage("hello"));
        }
        for (String team : teams) {
            failAlways(team);
        }
        assertThat(box.list(ALL, 10)).extracting(DeadLetter::origin).containsExactlyInAnyOrderElementsOf(teams);
        assertThat(box.list(ALL, 10)).extracting(DeadLetter::id).doesNotHaveDuplicates();
        assertThat(box.replayAll(ALL, 10)).isEqualTo(2);
        for (String team : teams) {
            assertThat(broker.receive(team, 2)).as(team).hasSize(1);
        }
    }

    private void failAlways(String queue) throws Exception {
        ActiveMQConnectionFactory factory = broker.outside("tandem", TestBroker.PASSWORD);
        factory.getRedeliveryPolicy().setMaximumRedeliveries(0);
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            assertThat(consumer.receive(10_000)).isNotNull();
            session.rollback();
            // The client gives it up when it would be its turn again.
            assertThat(consumer.receive(200)).isNull();
        }
    }

    @Test
    void aRequestKeepsTheKeyItWasKnownBy() throws Exception {
        TextMessage keyed = broker.session.createTextMessage("keyed");
        keyed.setJMSCorrelationID("order-7");
        dead("send", keyed, "internal_fault", "wa.send");
        TextMessage keyless = broker.session.createTextMessage("keyless");
        dead("send", keyless, "internal_fault", "wa.send");
        assertThat(box.replayAll(new Filter("send", null), 10)).isEqualTo(2);
        assertThat(broker.next("wa.send", 10_000).getJMSCorrelationID()).isEqualTo("order-7");
        assertThat(broker.next("wa.send", 10_000).getJMSCorrelationID()).isEqualTo(keyless.getJMSMessageID());
    }

    @Test
    void allThatFitGoBackAndTheOthersStay() throws Exception {
        for (int i = 0; i < 5; i++) {
            dead("send", "e" + i, "expired");
            dead("send", "f" + i, "internal_fault");
        }
        dead("team", broker.session.createTextMessage("t"), "internal_fault", "Consumer.crm.VirtualTopic.wa.message");
        assertThat(box.replayAll(new Filter("send", "internal_fault"), 3)).isEqualTo(3);
        assertThat(box.replayAll(new Filter(null, "internal_fault"), 100)).isEqualTo(3);
        assertThat(broker.receive("wa.send", 10)).hasSize(5);
        assertThat(broker.receive("Consumer.crm.VirtualTopic.wa.message", 10)).hasSize(1);
        assertThat(box.list(ALL, 100)).extracting(DeadLetter::reason).hasSize(5).containsOnly("expired");
        assertThat(box.replayAll(new Filter("webhook", null), 100)).isZero();
    }

    @Test
    void evenTheLastOfAThousandIsFound() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            dead("send", "e" + i, "expired");
        }
        dead("send", "the one", "internal_fault");
        assertThat(box.list(new Filter("send", null), 2_000)).hasSize(1_001);
        String last = box.list(new Filter("send", "internal_fault"), 1).get(0).id();
        assertThat(box.replay(last)).hasValue("wa.send");
        assertThat(((TextMessage) broker.next("wa.send", 10_000)).getText()).isEqualTo("the one");
        assertThat(box.count("send")).isEqualTo(1_000);
    }

    @Test
    void oneIsDeletedAndNonsenseIsNobody() throws Exception {
        dead("send", "it's gone", "expired");
        String id = box.list(ALL, 1).get(0).id();
        assertThat(box.delete(id)).isTrue();
        assertThat(box.delete(id)).isFalse();
        for (String nonsense : List.of("", "!", "bm90aGluZw", "a2l0Y2hlbnxJRDox")) {
            assertThat(box.replay(nonsense)).isEmpty();
            assertThat(box.delete(nonsense)).isFalse();
        }
    }
}
