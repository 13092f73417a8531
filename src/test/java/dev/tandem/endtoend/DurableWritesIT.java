package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How often a send makes the disk wait, counted from outside: the engine runs under {@code strace}, which writes down every
 * {@code fsync} and {@code fdatasync} with the file it is for. One team reads the results, so that events cost what they
 * cost.
 */
@Isolated("it measures")
class DurableWritesIT {

    private static final TestNumber PACED = TestNumber.paced("paced", 1, 20);
    private static final TestNumber PAUSED = TestNumber.unlimited("paused", 2);
    private static final Path HOME = Installation.home("DurableWritesIT-trace");
    private static final Path TRACE = HOME.resolve("syncs");

    /** The database's log and the journals of the broker; the rest are checkpoints of their indexes. */
    private static final Predicate<String> DATABASE = line -> line.contains("/data/db/");

    private static final Predicate<String> JOURNAL = line -> line.contains("/data/broker/") && line.contains(".log");

    private static Installation tandem;

    @BeforeAll
    static void start() {
        tandem = Installation.start(
                "DurableWritesIT",
                engine -> engine.under(
                                "strace",
                                "-D",
                                "-f",
                                "-y",
                                "-qq",
                                "--seccomp-bpf",
                                "-e",
                                "trace=fsync,fdatasync",
                                "-o",
                                TRACE.toString())
                        .with("tandem.broker.subscriptions=Consumer.crm.VirtualTopic.wa.result")
                        .withoutTeamRoutes(),
                PACED,
                PAUSED);
        // What comes back of a send is counted apart: neither statuses nor echoes are a part of its way out.
        tandem.control().behaviour("{\"noStatusRate\":1,\"echoApiSends\":false}");
        tandem.api().post("/numbers/paused/pause", "");
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void aRestAcceptanceIsOneDurableWrite() {
        int count = 200;
        int before = syncs(DATABASE);
        for (int i = 0; i < count; i++) {
            tandem.api().accepted(Sends.order("rest" + i, "paused", "4917" + (20_000_000 + i)));
        }
        double perSend = (double) (syncs(DATABASE) - before) / count;
        System.out.printf("Durable writes of a REST acceptance: %.2f (the outbox tidied included)%n", perSend);
        // Every ten seconds the outbox is tidied for all events together: the five hundredths are for that.
        assertThat(perSend).isGreaterThanOrEqualTo(1.0).isLessThanOrEqualTo(1.05);
    }

    @Test
    void aJmsAcceptanceIsTwoDurableWrites() throws JMSException {
        int count = 200;
        int before = syncs(DATABASE.or(JOURNAL));
        long began = System.nanoTime();
        dropInOneTransaction(count);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> acceptedOf("jms") == count);
        int writes = syncs(DATABASE.or(JOURNAL)) - before;
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "Durable writes of a JMS acceptance: %.2f (its event's publication included), %d in %.1f s%n",
                (double) writes / count, writes, seconds);
        // Beside two for each: the one that dropped them, and what goes by the clock for all events together. That is a
        // publication four times a second and, every ten seconds, the outbox tidied; the slower the machine, the more.
        double grouped = 1 + Math.ceil(seconds * 4) + Math.ceil(seconds / 10);
        assertThat((writes - grouped) / count).isLessThanOrEqualTo(2.0);
        assertThat(writes).isGreaterThanOrEqualTo(2 * count);
    }

    @Test
    void fromAcceptanceToTheRecordedAnswerItIsFiveAtMost() {
        int count = 200;
        tandem.api().awaitState(tandem.api().accepted(Sends.order("warm", "paced", "491701111111")), "submitted");
        int before = syncs(line -> true);
        int database = syncs(DATABASE);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(tandem.api().accepted(Sends.order("whole" + i, "paced", "4917" + (30_000_000 + i))));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> tandem.api()
                                .get("/sends?from=paced&state=submitted&limit=500")
                                .json()
                                .path("sends")
                                .size()
                        == count + 1);
        double perSend = (double) (syncs(line -> true) - before) / count;
        System.out.printf(
                "Durable writes of a send, from acceptance to the recorded answer with its events: %.2f, %.2f of them"
                        + " in the database%n",
                perSend, (double) (syncs(DATABASE) - database) / count);
        assertThat(perSend).isLessThanOrEqualTo(5.0);
    }

    private static long acceptedOf(String prefix) {
        return tandem.api().get("/sends?from=paused&limit=500").json().path("sends").findValuesAsText("id").stream()
                .filter(id -> id.startsWith(prefix))
                .count();
    }

    private static void dropInOneTransaction(int count) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                "tandem", tandem.engine().brokerPassword(), tandem.engine().listens("tcp"));
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("wa.send"))) {
            for (int i = 0; i < count; i++) {
                producer.send(session.createTextMessage(Sends.order("jms" + i, "paused", "4917" + (40_000_000 + i))));
            }
            session.commit();
        }
    }

    private static int syncs(Predicate<String> of) {
        try (var lines = Files.lines(TRACE)) {
            return (int) lines.filter(line -> line.contains("sync(")).filter(of).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
