package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A team queue that nobody reads harms nobody: webhooks are acknowledged, sends leave at their pace, another team gets every
 * event in order, and the disk stays bounded. {@code -Dunread.events=1000000} is the long form.
 */
class UnreadQueueIT {

    private static final int EVENTS = Integer.getInteger("unread.events", 20_000);
    private static final int IN_A_WEBHOOK = 100;
    private static final int PEOPLE_IN_A_WEBHOOK = 10;
    private static final int GROUPS = 50;
    private static final int SENDS = 100;
    private static final int PER_SECOND = 20;

    private static final long QUOTA = 4L << 20;

    /** Five files of the journal of 32 MB each; without the quota 20,000 events and what brought them would keep 190 MB. */
    private static final long WHOLE_DISK = 160L << 20;

    private static final String UNREAD = "Consumer.forgotten.VirtualTopic.wa.message";
    private static final String READ = "Consumer.busy.VirtualTopic.wa.message";

    /** Longer than people write, so that few events are many bytes; of a million they would take an hour to store. */
    private static final String TEXT =
            "a message of some length, as people write them ".repeat(EVENTS > 100_000 ? 6 : 34);

    private static final TestNumber DESK = TestNumber.unlimited("desk", 1);
    private static final TestNumber LANE = TestNumber.paced("lane", 2, PER_SECOND);

    private static Installation tandem;

    @BeforeAll
    static void start() {
        tandem = Installation.start(
                "UnreadQueueIT",
                engine -> engine.with(
                                "tandem.broker.subscriptions=" + UNREAD + "," + READ,
                                "tandem.broker.team-queue-megabytes=" + (QUOTA >> 20))
                        .withoutTeamRoutes(),
                DESK,
                LANE);
    }

    @AfterAll
    static void stop() {
        tandem.close();
    }

    @Test
    void aQueueThatNobodyReadsHarmsNobody() throws Exception {
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(UnreadQueueIT::readAll);
        Instant began = Instant.now();
        List<String> sends = new ArrayList<>();
        for (int i = 0; i < SENDS; i++) {
            sends.add(tandem.api().accepted(Sends.order("unread-" + i, "lane", "4917" + (60_000_000 + i))));
        }
        long[] millis = new long[EVENTS / IN_A_WEBHOOK];
        for (int i = 0; i < millis.length; i++) {
            byte[] body = webhook(i);
            long start = System.nanoTime();
            assertThat(tandem.api().webhook(body).status()).isEqualTo(200);
            millis[i] = (System.nanoTime() - start) / 1_000_000;
        }
        Arrays.sort(millis);
        long p99 = millis[millis.length * 99 / 100];

        sends.forEach(send -> tandem.api().awaitState(send, "submitted", "sent", "delivered", "read"));
        Duration sent = Duration.between(began, Instant.now());
        assertThat(reader.get()).as("the other team has all").isEqualTo(EVENTS);
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1_000.0;

        Awaitility.await("the alarm").atMost(Duration.ofSeconds(20)).until(() -> alerts().contains(UNREAD));
        Path broker = tandem.engine().folder().resolve("data/broker");
        System.out.printf(
                "Unread queue: %d events in %.1f s, webhooks p99 %d ms, slowest %d ms; the broker's files %d MB%n",
                EVENTS, seconds, p99, millis[millis.length - 1], bytes(broker) >> 20);
        Awaitility.await("the disk is bounded")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(bytes(broker)).isLessThan(WHOLE_DISK));
        assertThat(p99).as("the acknowledgements, ms").isLessThan(1_000);
        if (EVENTS <= 20_000) {
            assertThat(sent).as("the lane's own pace, and the flood").isLessThan(Duration.ofSeconds(60));
        }

        Left left = readWhatIsLeft();
        // Webhooks are worked off side by side: the last one need not be told last.
        assertThat(left.numbers()).as("the newest").contains(EVENTS - 1).allMatch(number -> number >= EVENTS / 2);
        assertThat(left.bytes())
                .as("the quota, and what came in the seconds between two looks")
                .isBetween(QUOTA / 3, 3 * QUOTA);
        Awaitility.await("it is read again").atMost(Duration.ofSeconds(20)).until(() -> !alerts().contains(UNREAD));
    }

    private static List<String> alerts() {
        return tandem.api().get("/alerts").json().path("alerts").findValuesAsText("subject");
    }

    /** Every event of the team that reads; each person's in the order in which they were written. */
    private static int readAll() {
        Map<String, Integer> last = new HashMap<>();
        int read = 0;
        try (BrokerClient client = BrokerClient.openWire(tandem.engine());
                MessageConsumer consumer =
                        client.session().createConsumer(client.session().createQueue(READ))) {
            while (read < EVENTS) {
                Message message = consumer.receive(60_000);
                if (message == null) {
                    break;
                }
                JsonNode event = Http.parse(BrokerClient.textOf(message));
                int number = number(event);
                Integer before = last.put(message.getStringProperty("contact"), number);
                assertThat(before == null || before < number)
                        .as("%s after %s", number, before)
                        .isTrue();
                read++;
            }
            return read;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Left(List<Integer> numbers, long bytes) {}

    private static Left readWhatIsLeft() {
        List<Integer> numbers = new ArrayList<>();
        long bytes = 0;
        try (BrokerClient client = BrokerClient.openWire(tandem.engine());
                MessageConsumer consumer =
                        client.session().createConsumer(client.session().createQueue(UNREAD))) {
            for (Message message = consumer.receive(5_000); message != null; message = consumer.receive(1_000)) {
                String text = BrokerClient.textOf(message);
                numbers.add(number(Http.parse(text)));
                bytes += text.length();
            }
            return new Left(numbers, bytes);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int number(JsonNode event) {
        return Integer.parseInt(event.path("text").asText().split(" ", 2)[0]);
    }

    /** A webhook with messages of several persons, numbered through; each group of persons writes again much later. */
    private static byte[] webhook(int index) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < IN_A_WEBHOOK; i++) {
            int number = index * IN_A_WEBHOOK + i;
            int person = index % GROUPS * PEOPLE_IN_A_WEBHOOK + i % PEOPLE_IN_A_WEBHOOK;
            items.append(i == 0 ? "" : ",")
                    .append("{\"from\":\"4917%08d\",\"id\":\"wamid.unread-%d\",\"timestamp\":\"%d\",\"type\":\"text\","
                            .formatted(
                                    70_000_000 + person, number, Instant.now().getEpochSecond()))
                    .append("\"text\":{\"body\":\"%d %s\"}}".formatted(number, TEXT));
        }
        return Api.bytes("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":"
                + "\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"1\","
                + "\"phone_number_id\":\"" + DESK.id() + "\"},\"messages\":[" + items + "]}}]}]}");
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> {
                        try {
                            return Files.isRegularFile(file) ? Files.size(file) : 0;
                        } catch (IOException gone) {
                            return 0;
                        }
                    })
                    .sum();
        }
    }
}
