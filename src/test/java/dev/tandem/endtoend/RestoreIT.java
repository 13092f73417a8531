package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.broker.EmbeddedBroker;
import dev.tandem.broker.Users;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** One store put back without the other, as the README describes it: nobody gets anything twice, and nothing is lost. */
class RestoreIT {

    private static final TestNumber SLOW = TestNumber.paced("slow", 1, 3);
    private static final TestNumber SHOP = TestNumber.unlimited("shop", 2);
    private static final String MINA = "491709100001";

    private static List<String> accept(Api api, TestNumber number, int count) {
        List<String> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(api.accepted(Sends.order("r" + i, number.alias(), person(i))));
        }
        return sends;
    }

    private static String person(int i) {
        return "49170911%04d".formatted(i);
    }

    private static void assertEverybodyOnce(Installation tandem, TestNumber number, int count) {
        Map<String, Integer> perPerson = tandem.control().acceptedPerPerson(number);
        assertThat(perPerson).hasSize(count);
        assertThat(perPerson.values()).allMatch(each -> each == 1);
    }

    @Test
    void theDatabaseWithoutTheJournal() {
        try (Installation tandem = Installation.start("RestoreIT-database", EngineProcess::withoutTeamRoutes, SLOW)) {
            List<String> sends = accept(tandem.api(), SLOW, 20);
            Awaitility.await().until(() -> tandem.control().received(SLOW).size() >= 4);
            tandem.engine().stop();
            int out = tandem.control().received(SLOW).size();
            assertThat(out).isLessThan(sends.size());
            FileSystemUtils.deleteRecursively(
                    tandem.engine().folder().resolve("data/broker").toFile());
            tandem.engine().start();
            sends.forEach(send -> tandem.api().awaitSubmitted(send));
            assertEverybodyOnce(tandem, SLOW, sends.size());
        }
    }

    @Test
    void anOlderJournalBesideTheDatabase() throws Exception {
        try (Installation tandem = Installation.start("RestoreIT-journal", EngineProcess::withoutTeamRoutes, SHOP)) {
            Api api = tandem.api();
            List<String> sends = accept(api, SHOP, 5);
            sends.forEach(api::awaitSubmitted);
            byte[] webhook = Api.bytes("""
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages",
                 "value":{"messaging_product":"whatsapp",
                 "metadata":{"display_phone_number":"%s","phone_number_id":"%s"},"messages":[
                 {"from":"%s","id":"wamid.old","timestamp":"%d","type":"text","text":{"body":"x"}}]}}]}]}\
                """.formatted(
                    SHOP.waba(), SHOP.display(), SHOP.id(), MINA, Instant.now().getEpochSecond()));
            assertThat(api.webhook(webhook).status()).isEqualTo(200);
            Awaitility.await().until(() -> messages(api) == 1);
            tandem.engine().stop();

            // What the journal held while all this was on its way: requests and a webhook that the database knows
            // already.
            putBack(tandem.engine().folder().resolve("data/broker"), 5, webhook);
            tandem.engine().start();
            String after = api.accepted(Sends.order("after", SHOP.alias(), person(99)));
            api.awaitSubmitted(after);
            Awaitility.await("the queues are worked off").untilAsserted(() -> {
                JsonNode kept = tandem.api().get("/sends?from=shop&limit=100").json();
                assertThat(kept.path("sends")).hasSize(6);
            });
            try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
                Awaitility.await()
                        .until(() -> client.browse("wa.send").isEmpty()
                                && client.browse("wa.webhook").isEmpty());
            }
            assertEverybodyOnce(tandem, SHOP, 6);
            assertThat(messages(api)).isEqualTo(1);
            JsonNode dead = api.get("/dead-letters").json();
            assertThat(dead.path("deadLetters")).as(dead.toString()).isEmpty();
        }
    }

    private static int messages(Api api) {
        return api.get("/numbers/shop/conversations/" + MINA + "/messages")
                .json()
                .path("messages")
                .size();
    }

    private static void putBack(Path journal, int requests, byte[] webhook) throws JMSException {
        EmbeddedBroker broker = new EmbeddedBroker(
                new EmbeddedBroker.Settings("restore-it", journal, List.of(), new Users(Map.of()), List.of()),
                Clock.systemUTC());
        broker.start();
        try (Connection connection = broker.connectionFactory().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            for (int i = 0; i < requests; i++) {
                session.createProducer(session.createQueue("wa.send"))
                        .send(session.createTextMessage(Sends.order("r" + i, SHOP.alias(), person(i))));
            }
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(webhook);
            session.createProducer(session.createQueue("wa.webhook")).send(bytes);
            session.commit();
        } finally {
            broker.close();
        }
    }

    @Test
    void anOlderDatabaseIsStartedWithEverythingOnHold() throws Exception {
        try (Installation tandem = Installation.start("RestoreIT-older", EngineProcess::withoutTeamRoutes, SHOP)) {
            Api api = tandem.api();
            assertThat(api.post("/numbers/shop/pause", "").status()).isEqualTo(200);
            List<String> sends = accept(api, SHOP, 5);
            Http.Answer backup = api.post("/backup", "");
            assertThat(backup.status()).as(backup.text()).isEqualTo(200);
            Awaitility.await("the figures are counted again")
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(metrics(tandem.engine()))
                            .contains(
                                    "tandem_lane_backlog{number=\"shop\"} 5.0",
                                    "tandem_dead_letters{room=\"send\"} 0.0"));
            api.post("/numbers/shop/resume", "");
            sends.forEach(api::awaitSubmitted);
            tandem.engine().stop();

            Path data = tandem.engine().folder().resolve("data");
            FileSystemUtils.deleteRecursively(data.resolve("db").toFile());
            DatabaseCopy.unpack(
                    tandem.engine().folder().resolve(backup.json().path("file").asText()), data.resolve("db"));
            tandem.engine().with("tandem.restore.hold-unsettled=true").start();
            api.post("/numbers/shop/resume", "");
            String fresh = api.accepted(Sends.order("fresh", SHOP.alias(), person(50)));
            api.awaitSubmitted(fresh);
            for (String send : sends) {
                assertThat(api.awaitHeld(send, "on_hold").path("detail").asText())
                        .contains("restored");
            }
            Awaitility.await()
                    .during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> tandem.control().received(SHOP).size() == 6);
            assertEverybodyOnce(tandem, SHOP, 6);
            assertThat(api.delete("/sends/" + sends.get(0)).status()).isEqualTo(200);
        }
    }

    private static String metrics(EngineProcess engine) throws IOException {
        String key = Files.readString(engine.folder().resolve("data/api-key")).strip();
        return Http.call(
                        "GET",
                        engine.baseUrl() + "/actuator/prometheus",
                        Map.of("Authorization", "Bearer " + key),
                        new byte[0])
                .text();
    }
}
