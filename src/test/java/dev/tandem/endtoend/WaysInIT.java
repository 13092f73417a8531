package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.WAYS_IN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same request over REST, OpenWire, AMQP and STOMP, and what its key is good for. */
@ExtendWith(SharedInstallation.class)
class WaysInIT {

    private static final String FROM = "ways-in";

    private final Installation tandem;
    private final Api api;

    WaysInIT(Installation tandem) {
        this.tandem = tandem;
        this.api = tandem.api();
    }

    @Test
    void overRest() {
        Http.Answer answer = api.postSend(Sends.order("rest-1", FROM, "491704000001"));
        assertThat(answer.status()).isEqualTo(202);
        JsonNode accepted = answer.json();
        assertThat(accepted.path("id").asText()).isEqualTo("rest-1");
        assertThat(accepted.path("links").path("self").asText())
                .isEqualTo("/api/v1/sends/" + accepted.path("sendId").asText());
        arrivesOnce(accepted, "491704000001");
        assertThat(api.sendOf(accepted.path("sendId").asText()).path("source").asText())
                .isEqualTo("everything");
    }

    @Test
    void overOpenWire() {
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            JsonNode reply = client.ask(Sends.order("openwire-1", FROM, "491704000002"));
            assertThat(reply.path("status").asInt()).isEqualTo(202);
            arrivesOnce(reply, "491704000002");
            assertThat(api.sendOf(reply.path("sendId").asText()).path("source").asText())
                    .isEqualTo("tandem");
        }
    }

    @Test
    void overAmqp() {
        try (BrokerClient client = BrokerClient.amqp(tandem.engine())) {
            JsonNode reply = client.ask(Sends.order("amqp-1", FROM, "491704000003"));
            assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(202);
            arrivesOnce(reply, "491704000003");
            JsonNode bytes = client.ask(Api.bytes(Sends.order("amqp-2", FROM, "491704000004")));
            assertThat(bytes.path("status").asInt()).as(bytes.toString()).isEqualTo(202);
            arrivesOnce(bytes, "491704000004");
        }
    }

    @Test
    void overStomp() throws IOException {
        try (StompClient client = new StompClient(tandem.engine())) {
            client.write("SUBSCRIBE", Map.of("id", "1", "ack", "auto", "destination", "/temp-queue/replies"), "");
            client.write(
                    "SEND",
                    Map.of("destination", "/queue/wa.send", "reply-to", "/temp-queue/replies", "persistent", "true"),
                    Sends.order("stomp-1", FROM, "491704000005"));
            StompClient.Frame reply = client.expect("MESSAGE");
            JsonNode json = Http.parse(reply.body());
            assertThat(json.path("status").asInt()).as(reply.body()).isEqualTo(202);
            arrivesOnce(json, "491704000005");
        }
    }

    @Test
    void theReplyCarriesTheCorrelationIdOfTheRequest() throws Exception {
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            var replies = client.session().createTemporaryQueue();
            client.put(Sends.order("correlated-1", FROM, "491704000006"), message -> {
                message.setJMSReplyTo(replies);
                message.setJMSCorrelationID("order 4711");
            });
            try (var consumer = client.session().createConsumer(replies)) {
                Message reply = consumer.receive(10_000);
                assertThat(reply.getJMSCorrelationID()).isEqualTo("order 4711");
                assertThat(Http.parse(BrokerClient.textOf(reply)).path("id").asText())
                        .isEqualTo("correlated-1");
            }
        }
    }

    @Test
    void theCorrelationIdIsTheKeyWhenTheBodyHasNone() {
        String request = Sends.order("x", FROM, "491704000007").replace("\"id\":\"x\",", "");
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            JsonNode first = client.ask(request, message -> message.setJMSCorrelationID("correlation-key"));
            JsonNode again = client.ask(request, message -> message.setJMSCorrelationID("correlation-key"));
            assertThat(first.path("id").asText()).isEqualTo("correlation-key");
            assertThat(first.path("status").asInt()).isEqualTo(202);
            assertThat(again.path("status").asInt()).isEqualTo(200);
            assertThat(again.path("sendId")).isEqualTo(first.path("sendId"));
        }
    }

    @Test
    void theMessageIdIsTheKeyWhenThereIsNoOther() {
        String request = Sends.order("x", FROM, "491704000008").replace("\"id\":\"x\",", "");
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            JsonNode first = client.ask(request);
            JsonNode second = client.ask(request);
            assertThat(first.path("id").asText()).startsWith("ID:");
            assertThat(second.path("sendId")).isNotEqualTo(first.path("sendId"));
        }
    }

    @Test
    void jmsPriorityCountsWhenTheBodyNamesNone() throws Exception {
        Map<Integer, String> wanted = Map.of(9, "otp", 4, "transactional", 3, "reply", 1, "campaign");
        try (BrokerClient client = BrokerClient.openWire(tandem.engine());
                var producer = client.session().createProducer(client.session().createQueue("wa.send"))) {
            var replies = client.session().createTemporaryQueue();
            try (var consumer = client.session().createConsumer(replies)) {
                for (Map.Entry<Integer, String> each : wanted.entrySet()) {
                    var message = client.session()
                            .createTextMessage(Sends.order("priority-" + each.getKey(), FROM, "491704000009"));
                    message.setJMSReplyTo(replies);
                    producer.send(message, jakarta.jms.DeliveryMode.PERSISTENT, each.getKey(), 0);
                    JsonNode reply = Http.parse(BrokerClient.textOf(consumer.receive(10_000)));
                    assertThat(api.sendOf(reply.path("sendId").asText())
                                    .path("priority")
                                    .asText())
                            .isEqualTo(each.getValue());
                }
            }
        }
    }

    @Test
    void aTextAndBytesArriveLetterByLetterOverEveryDoor() throws IOException {
        String words = "Grüße, \u0645\u0631\u062d\u0628\u0627 \ud83d\udc4b";
        int person = 491_704_040;
        List<JsonNode> replies = new ArrayList<>();
        try (BrokerClient openWire = BrokerClient.openWire(tandem.engine());
                BrokerClient amqp = BrokerClient.amqp(tandem.engine())) {
            for (BrokerClient client : List.of(openWire, amqp)) {
                replies.add(client.ask(saying(words, person + replies.size())));
                replies.add(client.ask(Api.bytes(saying(words, person + replies.size()))));
            }
        }
        replies.add(overStomp(Map.of(), saying(words, person + replies.size())));
        // With a length ActiveMQ takes a STOMP frame's body for bytes.
        String request = saying(words, person + replies.size());
        replies.add(overStomp(Map.of("content-length", String.valueOf(Api.bytes(request).length)), request));
        for (int i = 0; i < replies.size(); i++) {
            String to = (person + i) + "000";
            assertThat(replies.get(i).path("status").asInt())
                    .as(replies.get(i).toString())
                    .isEqualTo(202);
            arrivesOnce(replies.get(i), to);
            assertThat(tandem.control().receivedFor(WAYS_IN, to).get(0).toString())
                    .contains(words);
        }
    }

    private static String saying(String words, int person) {
        return Sends.order("letters-" + person, FROM, person + "000").replace("[\"letters-" + person, "[\"" + words);
    }

    @Test
    void keyAndPriorityComeWithTheMessageOverAmqpAndStomp() throws Exception {
        String request = Sends.order("x", FROM, "491704000051").replace("\"id\":\"x\",", "");
        JsonNode stomp = overStomp(Map.of("correlation-id", "key\\cof STOMP", "priority", "9"), request);
        assertThat(stomp.path("id").asText()).isEqualTo("key:of STOMP");
        assertThat(api.sendOf(stomp.path("sendId").asText()).path("priority").asText())
                .isEqualTo("otp");
        try (BrokerClient client = BrokerClient.amqp(tandem.engine());
                var producer = client.session().createProducer(client.session().createQueue("wa.send"))) {
            var replies = client.session().createTemporaryQueue();
            try (var consumer = client.session().createConsumer(replies)) {
                var message = client.session().createTextMessage(request);
                message.setJMSReplyTo(replies);
                message.setJMSCorrelationID("key of AMQP");
                producer.send(message, jakarta.jms.DeliveryMode.PERSISTENT, 1, 0);
                Message reply = consumer.receive(10_000);
                JsonNode json = Http.parse(BrokerClient.textOf(reply));
                assertThat(reply.getJMSCorrelationID()).isEqualTo("key of AMQP");
                assertThat(json.path("id").asText()).isEqualTo("key of AMQP");
                assertThat(api.sendOf(json.path("sendId").asText())
                                .path("priority")
                                .asText())
                        .isEqualTo("campaign");
            }
        }
    }

    @Test
    void whoAsksForAReplyHearsOfARefusalOverEveryDoor() throws IOException {
        List<JsonNode> wrong = new ArrayList<>();
        List<JsonNode> unreadable = new ArrayList<>();
        String request = Sends.order("refused-loudly", "nobody", "491704000052");
        try (BrokerClient openWire = BrokerClient.openWire(tandem.engine());
                BrokerClient amqp = BrokerClient.amqp(tandem.engine())) {
            for (BrokerClient client : List.of(openWire, amqp)) {
                wrong.add(client.ask(request));
                unreadable.add(client.ask("refused-loudly"));
                unreadable.add(client.ask(new byte[] {'{', '"', (byte) 0xff}));
            }
            wrong.add(overStomp(Map.of(), request));
            unreadable.add(overStomp(Map.of(), "refused-loudly"));

            assertThat(wrong).allSatisfy(reply -> {
                assertThat(reply.path("status").asInt()).isEqualTo(422);
                assertThat(reply.path("reason").asText()).isEqualTo("unknown_number");
                assertThat(reply.path("errors").get(0).path("field").asText()).isEqualTo("from");
            });
            assertThat(unreadable).allSatisfy(reply -> {
                assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(422);
                assertThat(reply.path("reason").asText()).isEqualTo("invalid_request");
                assertThat(reply.path("detail").asText()).isNotEmpty();
            });
            assertThat(openWire.browse("wa.dead.send"))
                    .as("who has heard of it needs no dead letter")
                    .extracting(BrokerClient::textOf)
                    .noneMatch(body -> body.contains("refused-loudly"));
        }
    }

    /** Sends one frame and hands back the engine's reply. */
    private JsonNode overStomp(Map<String, String> headers, String request) throws IOException {
        try (StompClient client = new StompClient(tandem.engine())) {
            client.write("SUBSCRIBE", Map.of("id", "1", "ack", "auto", "destination", "/temp-queue/replies"), "");
            Map<String, String> all = new HashMap<>(headers);
            all.putAll(
                    Map.of("destination", "/queue/wa.send", "reply-to", "/temp-queue/replies", "persistent", "true"));
            client.write("SEND", all, request);
            return Http.parse(client.expect("MESSAGE").body());
        }
    }

    @Test
    void whatExpiresBeforeItIsTakenIsADeadLetterOverOpenWireAndAmqp() throws Exception {
        for (String door : List.of("openwire", "amqp")) {
            String key = "expired-" + door;
            try (BrokerClient client = door.equals("amqp")
                            ? BrokerClient.amqp(tandem.engine())
                            : BrokerClient.openWire(tandem.engine());
                    var session = client.transacted();
                    var producer = session.createProducer(session.createQueue("wa.send"));
                    BrokerClient reader = BrokerClient.openWire(tandem.engine())) {
                producer.send(
                        session.createTextMessage(Sends.order(key, FROM, "491704000053")),
                        jakarta.jms.DeliveryMode.PERSISTENT,
                        4,
                        20);
                // Nobody can take it before it is committed.
                long sent = System.nanoTime();
                org.awaitility.Awaitility.await().until(() -> System.nanoTime() - sent > 100_000_000L);
                session.commit();
                Message dead = takeDeadLetter(reader, key);
                assertThat(dead.getStringProperty("reason")).isEqualTo("expired");
            }
        }
        assertThat(tandem.control().receivedFor(WAYS_IN, "491704000053")).isEmpty();
    }

    @Test
    void anExpiredRequestIsADeadLetterWithItsReason() throws Exception {
        String request = Sends.order("expired-1", FROM, "491704000010");
        try (StompClient client = new StompClient(tandem.engine());
                BrokerClient reader = BrokerClient.openWire(tandem.engine())) {
            client.write(
                    "SEND",
                    Map.of("destination", "/queue/wa.send", "expires", "1", "persistent", "true", "receipt", "r"),
                    request);
            client.expect("RECEIPT");
            Message dead = takeDeadLetter(reader, "expired-1");
            assertThat(dead.getStringProperty("reason")).isEqualTo("expired");
            assertThat(dead.getStringProperty("origin")).isEqualTo("wa.send");
            assertThat(dead.getStringProperty("failedAt")).startsWith("20");
            assertThat(BrokerClient.textOf(dead)).isEqualTo(request);
        }
        assertThat(tandem.control().receivedFor(WAYS_IN, "491704000010")).isEmpty();
    }

    private static Message takeDeadLetter(BrokerClient reader, String part) {
        return org.awaitility.Awaitility.await("a dead letter with " + part)
                .until(
                        () -> reader.browse("wa.dead.send").stream()
                                .filter(message -> BrokerClient.textOf(message).contains(part))
                                .findFirst()
                                .orElse(null),
                        java.util.Objects::nonNull);
    }

    @Test
    void theSameKeyWithTheSameContentIsTheSameSendAndWithOtherContentAConflict() {
        String request = Sends.order("again-1", FROM, "491704000011");
        JsonNode first = api.postSend(request).json();
        Http.Answer again = api.postSend(request);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("sendId")).isEqualTo(first.path("sendId"));
        // The same JSON in another spelling.
        Http.Answer respelled = api.postSend("""
            {"to":"+491704000011",  "template":{"parameters":["again-1"],"language":"en","name":"order_update"},
             "from":"ways-in","id":"again-1"}\
            """);
        assertThat(respelled.status()).isEqualTo(200);
        Http.Answer other = api.postSend(Sends.order("again-1", FROM, "491704000012"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.reason()).isEqualTo("duplicate_conflict");
        assertThat(other.json().path("sendId")).isEqualTo(first.path("sendId"));
        arrivesOnce(first, "491704000011");
        assertThat(tandem.control().receivedFor(WAYS_IN, "491704000012")).isEmpty();
    }

    @Test
    void theIdempotencyKeyHeaderIsAKeyToo() {
        byte[] request = Api.bytes(Sends.order("x", FROM, "491704000013").replace("\"id\":\"x\",", ""));
        Map<String, String> key = Map.of("Idempotency-Key", "header-1");
        Http.Answer first = api.call("POST", "/sends", request, key);
        Http.Answer again = api.call("POST", "/sends", request, key);
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.json().path("id").asText()).isEqualTo("header-1");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("sendId")).isEqualTo(first.json().path("sendId"));
        Http.Answer both = api.call("POST", "/sends", Api.bytes(Sends.order("other-key", FROM, "491704000013")), key);
        assertThat(both.status()).isEqualTo(422);
        assertThat(both.reason()).isEqualTo("invalid_request");
        arrivesOnce(first.json(), "491704000013");
    }

    @Test
    void withoutAnyKeyARepeatedCallIsAnotherSend() {
        String request = Sends.order("x", FROM, "491704000014").replace("\"id\":\"x\",", "");
        JsonNode first = api.postSend(request).json();
        Http.Answer second = api.postSend(request);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("sendId")).isNotEqualTo(first.path("sendId"));
        assertThat(first.path("id").asText()).isNotEmpty();
    }

    @Test
    void aBatchAnswersForEachItemInOrder() {
        List<String> items = new ArrayList<>();
        items.add(Sends.order("batch-0", FROM, "491704000020"));
        items.add(Sends.order("batch-0", FROM, "491704000020"));
        items.add(Sends.order("batch-0", FROM, "491704000021"));
        items.add(Sends.order("batch-1", "nobody", "491704000022"));
        items.add("{}");
        items.add(Sends.order("batch-2", FROM, "491704000023"));
        Http.Answer answer = api.post("/sends/batch", "{\"sends\":[" + String.join(",", items) + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode results = answer.json().path("results");
        assertThat(results.findValuesAsText("status")).containsExactly("202", "200", "409", "422", "422", "202");
        assertThat(results.get(3).path("reason").asText()).isEqualTo("unknown_number");
        arrivesOnce(results.get(0), "491704000020");
        arrivesOnce(results.get(5), "491704000023");
        assertThat(tandem.control().receivedFor(WAYS_IN, "491704000021")).isEmpty();

        String tooMany = "[" + "{},".repeat(500) + "{}]";
        assertThat(api.post("/sends/batch", tooMany).status()).isEqualTo(422);
        assertThat(api.post("/sends/batch", "[]").status()).isEqualTo(422);
    }

    @Test
    void twentyThreadsWithOneKeyOverRestAndJmsAreOneSend() throws Exception {
        String request = Sends.order("stampede", FROM, "491704000030");
        int threads = 20;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean overJms = i % 2 == 0;
                answers.add(
                        pool.submit(() -> overJms ? askOverJms(request, ready, go) : askOverRest(request, ready, go)));
            }
            assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            Map<String, Integer> sendIds = new HashMap<>();
            Map<Integer, Integer> statuses = new HashMap<>();
            for (Future<JsonNode> answer : answers) {
                JsonNode json = answer.get(20, TimeUnit.SECONDS);
                sendIds.merge(json.path("sendId").asText(), 1, Integer::sum);
                statuses.merge(json.path("status").asInt(), 1, Integer::sum);
            }
            assertThat(sendIds).hasSize(1);
            assertThat(statuses).isEqualTo(Map.of(202, 1, 200, threads - 1));
            String sendId = sendIds.keySet().iterator().next();
            api.awaitState(sendId, "delivered");
            assertThat(tandem.control().receivedFor(WAYS_IN, "491704000030")).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    private JsonNode askOverJms(String request, CountDownLatch ready, CountDownLatch go) throws InterruptedException {
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            ready.countDown();
            go.await();
            return client.ask(request);
        }
    }

    private JsonNode askOverRest(String request, CountDownLatch ready, CountDownLatch go) throws InterruptedException {
        ready.countDown();
        go.await();
        Http.Answer answer = api.postSend(request);
        return ((com.fasterxml.jackson.databind.node.ObjectNode) answer.json()).put("status", answer.status());
    }

    /** The walk-through of the README, command by command, in a folder with nothing but what the commands name. */
    @Test
    void byAFileFromDropToDownloadAsTheReadmeSays() throws IOException {
        Path campaigns = tandem.engine().folder().resolve("data/campaigns");
        Path folder = Files.createDirectories(tandem.engine().folder().resolve("walk"));
        Files.createDirectories(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data/campaigns"), campaigns);
        Files.writeString(folder.resolve("data/api-key"), SharedInstallation.ALL_KEY);
        Files.createSymbolicLink(folder.resolve("examples"), Path.of("examples").toAbsolutePath());
        String commands = Readme.commands("walk-through");
        assertThat(commands).contains("http://127.0.0.1:8080", "/approve", "/pause", "/resume", "/results");
        Path log = folder.resolve("walk.log");
        int exit = ChildProcess.start(
                        List.of(
                                "bash",
                                "-euc",
                                commands.replace(
                                        "http://127.0.0.1:8080", tandem.engine().baseUrl())),
                        folder,
                        log)
                .awaitExit(Duration.ofSeconds(90));
        String said = Files.readString(log);
        assertThat(exit).as(said).isZero();
        assertThat(said)
                .containsSubsequence(
                        "With the settings in spring.campaign.yaml.",
                        "It waits for approval: POST /api/v1/campaigns/spring-",
                        "Rows: 3, of which 2 can be sent and 1 cannot (33.3 %).",
                        "- invalid_recipient, 1 row: to: '0170 4000082' has no country code",
                        "line 3",
                        "\"state\":\"reading\"",
                        "\"state\":\"paused\"",
                        "\"pausedBy\":\"everything\"",
                        "\"progress\":{",
                        "\"name\":\"spring\"",
                        "Phone;First name;Order;row;sendId;state;",
                        "+49 170 4000081;Ann;1;1;",
                        "0170 4000082;Ben;2;2;;refused;invalid_recipient;",
                        "+49 170 4000083;Cem;3;3;",
                        "Phone;First name;Order",
                        "0170 4000082;Ben;2");
        assertThat(Files.readString(folder.resolve("spring.results.csv")))
                .isEqualTo(Files.readString(campaigns.resolve("out/spring.results.csv")));
        assertThat(tandem.control().acceptedPerPerson(SharedInstallation.SHOP))
                .isEqualTo(Map.of("491704000081", 1, "491704000083", 1));
        Awaitility.await("what was dropped is put away")
                .until(() -> Files.exists(campaigns.resolve("done/spring.campaign.yaml"))
                        && Files.exists(campaigns.resolve("done/spring.csv")));
    }

    private void arrivesOnce(JsonNode accepted, String person) {
        String sendId = accepted.path("sendId").asText();
        api.awaitState(sendId, "delivered");
        List<JsonNode> received = tandem.control().receivedFor(WAYS_IN, person);
        assertThat(received).hasSize(1);
        assertThat(received.get(0).path("attempt").asText()).isEqualTo(sendId + ".1");
    }
}
