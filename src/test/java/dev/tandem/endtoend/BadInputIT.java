package dev.tandem.endtoend;

import static dev.tandem.endtoend.SharedInstallation.BAD_INPUT;
import static dev.tandem.endtoend.SharedInstallation.FLOOD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input gets a clear answer, and nothing is lost or left half done. */
@ExtendWith(SharedInstallation.class)
class BadInputIT {

    private static final String GOOD = Sends.order("good", "bad-input", "491707000001");

    private final Installation tandem;
    private final Api api;

    BadInputIT(Installation tandem) {
        this.tandem = tandem;
        this.api = tandem.api();
    }

    /** A body that cannot be accepted, the reason it is refused with, and a word that the detail must have. */
    record Bad(String name, byte[] body, String reason, String word) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> badBodies() {
        return Stream.of(
                bad("nothing", "", "invalid_request", "empty"),
                bad("broken JSON", GOOD.replace("}}", "}"), "invalid_request", "line"),
                bad("text behind the JSON", GOOD + " {}", "invalid_request", ""),
                bad("no object", "[1]", "invalid_request", "object"),
                bad("a form", "id=good&to=%2B491707000001", "invalid_request", "JSON"),
                bad("invalid UTF-8", invalidUtf8(), "invalid_request", "UTF-8"),
                bad(
                        "a key twice",
                        GOOD.replace("\"id\"", "\"to\":\"+491707000002\",\"id\""),
                        "invalid_request",
                        "uplicate"),
                bad(
                        "a number as recipient",
                        GOOD.replace("\"+491707000001\"", "491707000001"),
                        "invalid_request",
                        "to"),
                bad("a list as id", GOOD.replace("\"id\":\"good\"", "\"id\":[\"good\"]"), "invalid_request", "id"),
                bad("an unknown field", Sends.with(GOOD, "\"color\":\"red\""), "invalid_request", "color"),
                bad("an unknown priority", Sends.with(GOOD, "\"priority\":\"urgent\""), "invalid_request", "priority"),
                bad(
                        "a time without zone",
                        Sends.with(GOOD, "\"notBefore\":\"2031-01-01T10:00\""),
                        "invalid_request",
                        "notBefore"),
                bad(
                        "an expiry in the past",
                        Sends.with(GOOD, "\"expiresAt\":\"2020-01-01T10:00:00Z\""),
                        "invalid_request",
                        "over"),
                bad(
                        "neither message nor template",
                        "{\"from\":\"bad-input\",\"to\":\"+491707000001\"}",
                        "invalid_request",
                        "message"),
                bad(
                        "no recipient",
                        "{\"from\":\"bad-input\",\"template\":{\"name\":\"hello_world\",\"language\":\"en_US\"}}",
                        "invalid_request",
                        "to"),
                bad(
                        "a type without its content",
                        "{\"from\":\"bad-input\",\"to\":\"+491707000001\",\"message\":{\"type\":\"text\"}}",
                        "invalid_request",
                        "text"),
                bad("an unknown number", GOOD.replace("bad-input", "nobody"), "unknown_number", "nobody"),
                bad(
                        "no number, where several are configured",
                        GOOD.replace("\"from\":\"bad-input\",", ""),
                        "unknown_number",
                        "from"),
                bad(
                        "a recipient that cannot be",
                        GOOD.replace("+491707000001", "+49 12"),
                        "invalid_recipient",
                        "+49 12"),
                bad(
                        "a recipient without country code",
                        GOOD.replace("+491707000001", "01707000001"),
                        "invalid_recipient",
                        ""),
                bad("words as recipient", GOOD.replace("+491707000001", "Mina"), "invalid_recipient", "Mina"));
    }

    private static Bad bad(String name, String body, String reason, String word) {
        return bad(name, Api.bytes(body), reason, word);
    }

    private static Bad bad(String name, byte[] body, String reason, String word) {
        return new Bad(name, body, reason, word);
    }

    private static byte[] invalidUtf8() {
        byte[] bytes = Api.bytes(GOOD.replace("good", "g??d"));
        bytes[GOOD.indexOf("good") + 1] = (byte) 0xc3;
        bytes[GOOD.indexOf("good") + 2] = (byte) 0x28;
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void isRefusedOverRest(Bad bad) {
        Http.Answer answer = api.call("POST", "/sends", bad.body, Map.of());
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
        assertProblem(bad, answer.json());
        assertNothingAccepted();
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void isRefusedOverJmsInTheReply(Bad bad) {
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            JsonNode reply = client.ask(bad.body);
            assertThat(reply.path("status").asInt()).as(reply.toString()).isEqualTo(422);
            assertProblem(bad, reply);
        }
        assertNothingAccepted();
    }

    private static void assertProblem(Bad bad, JsonNode problem) {
        assertThat(problem.path("reason").asText()).as(problem.toString()).isEqualTo(bad.reason);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.toString()).contains(bad.word);
    }

    private void assertNothingAccepted() {
        assertThat(api.get("/sends?from=bad-input&id=good").json().path("sends"))
                .isEmpty();
        assertThat(tandem.control().receivedFor(BAD_INPUT, "491707000001")).isEmpty();
    }

    @Test
    void aRefusalThatNobodyAskedForIsADeadLetterWithItsBodyUntouched() {
        byte[] body = invalidUtf8();
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            client.put("{\"unread\":1}", message -> message.setJMSCorrelationID("dead-1"));
            Message text = awaitDeadLetter(client, "unread");
            assertThat(BrokerClient.textOf(text)).isEqualTo("{\"unread\":1}");
            assertThat(text.getStringProperty("reason")).isEqualTo("invalid_request");
            assertThat(text.getStringProperty("origin")).isEqualTo("wa.send");
            assertThat(Instant.parse(text.getStringProperty("failedAt")))
                    .isBefore(Instant.now().plusSeconds(5));

            var bytes = client.session().createBytesMessage();
            bytes.writeBytes(body);
            try (var producer = client.session().createProducer(client.session().createQueue("wa.send"))) {
                producer.send(bytes);
            }
            Message dead = awaitDeadLetter(client, "g\ufffd(d");
            assertThat(dead.getBody(byte[].class)).isEqualTo(body);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMessageThatIsNeitherTextNorBytesIsRefusedToo() throws JMSException {
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            JsonNode reply = client.ask(
                    () -> {
                        var map = client.session().createMapMessage();
                        map.setString("to", "+491707000001");
                        return map;
                    },
                    message -> {});
            assertThat(reply.path("status").asInt()).isEqualTo(422);
            JsonNode empty = client.ask(() -> client.session().createMessage(), message -> {});
            assertThat(empty.path("status").asInt()).isEqualTo(422);
            JsonNode serialized = client.ask(() -> client.session().createObjectMessage("hello"), message -> {});
            assertThat(serialized.path("status").asInt()).isEqualTo(422);
            // And the next good one goes through.
            JsonNode good = client.ask(Sends.order("after-odd", "bad-input", "491707000003"));
            assertThat(good.path("status").asInt()).isEqualTo(202);
        }
    }

    private static Message awaitDeadLetter(BrokerClient client, String part) {
        return Awaitility.await("a dead letter with " + part)
                .until(
                        () -> client.browse("wa.dead.send").stream()
                                .filter(message -> BrokerClient.textOf(message).contains(part))
                                .findFirst()
                                .orElse(null),
                        java.util.Objects::nonNull);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Http.Answer answer = api.postSend("""
            {"id":"%s","from":"nobody","to":"Mina","color":"red","priority":"urgent",
             "expiresAt":"2020-01-01T00:00:00Z"}\
            """.formatted("x".repeat(129)));
        assertThat(answer.status()).isEqualTo(422);
        Set<String> fields = new HashSet<>();
        answer.json()
                .path("errors")
                .forEach(error -> fields.add(error.path("field").asText()));
        assertThat(fields).contains("id", "from", "to", "priority", "expiresAt");
        assertThat(answer.text()).contains("color").contains("message");
    }

    @Test
    void fiveMebibytesAreTooLarge() throws IOException {
        byte[] large = Api.bytes(Sends.with(GOOD, "\"metadata\":{\"a\":\"" + "x".repeat(5 << 20) + "\"}"));
        Http.Answer answer = api.tryCall("POST", "/sends", large);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.reason()).isEqualTo("body_too_large");
        assertThat(api.tryCall("POST", "/sends/batch", large).status()).isEqualTo(413);
        assertNothingAccepted();
    }

    @Test
    void whatCurlSendsAsAFormIsReadAsTheJsonItIs() {
        Http.Answer answer = api.call(
                "POST",
                "/sends",
                Api.bytes(Sends.order("form-1", "bad-input", "491707000004")),
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        api.awaitSubmitted(answer.json().path("sendId").asText());
    }

    @Test
    void withoutAFittingKeyNothingIsDone() {
        String request = Sends.order("keyless", "bad-input", "491707000005");
        assertThat(api.withKey("").postSend(request).status()).isEqualTo(401);
        assertThat(api.withKey("").postSend(request).reason()).isEqualTo("not_allowed");
        assertThat(api.withKey("guess").postSend(request).status()).isEqualTo(401);
        assertThat(api.withKey("").get("/numbers").status()).isEqualTo(401);
        assertThat(api.withKey("").get("/no-such-path").status()).isEqualTo(401);
        Api reader = api.withKey(SharedInstallation.READ_KEY);
        assertThat(reader.postSend(request).status()).isEqualTo(403);
        assertThat(reader.post("/sends/batch", "[" + request + "]").status()).isEqualTo(403);
        assertThat(reader.post("/numbers/bad-input/pause", "").status()).isEqualTo(403);
        assertThat(reader.post("/clock", "{\"advance\":\"1h\"}").status()).isEqualTo(403);
        assertThat(reader.get("/sends?from=bad-input").status()).isEqualTo(200);
        assertThat(api.get("/sends?from=bad-input&id=keyless").json().path("sends"))
                .isEmpty();
    }

    @Test
    void aKeyForOneNumberSeesAndUsesNoOther() {
        String mine = api.accepted(Sends.order("not-yours", "bad-input", "491707000006"));
        Api other = api.withKey(SharedInstallation.OTHER_NUMBER_KEY);
        assertThat(other.postSend(Sends.order("foreign", "bad-input", "491707000007"))
                        .status())
                .isEqualTo(403);
        assertThat(other.get("/sends/" + mine).status()).isEqualTo(404);
        assertThat(other.delete("/sends/" + mine).status()).isEqualTo(404);
        assertThat(other.get("/numbers/bad-input").status()).isEqualTo(404);
        assertThat(other.get("/numbers").json().findValuesAsText("alias")).containsExactly("ways-in");
        assertThat(other.get("/numbers/bad-input/conversations").status()).isEqualTo(404);
        assertThat(other.get("/sends?limit=500").json().findValuesAsText("from"))
                .doesNotContain(BAD_INPUT.id());
        assertThat(other.get("/sends?from=bad-input").status()).isEqualTo(404);
        api.awaitSubmitted(mine);
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        for (String path : List.of(
                "/sends/NOSUCHSEND", "/sends/0", "/numbers/nobody", "/numbers/nobody/conversations", "/nothing")) {
            Http.Answer answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).as(path).doesNotContain("Exception").doesNotContain("\tat ");
        }
        assertThat(api.get("/sends?state=flying").status()).isEqualTo(422);
        assertThat(api.get("/sends?to=Mina").status()).isEqualTo(422);
        assertThat(api.get("/sends?limit=many").status()).isEqualTo(422);
        assertThat(api.post("/clock", "{\"advance\":\"-1h\"}").status()).isEqualTo(422);
    }

    /** Thousands of events for a queue that nobody reads, while sends leave and webhooks are answered as ever. */
    @Test
    void aTeamQueueThatNobodyReadsHoldsNobodyUpAndLosesNothing() {
        String queue = "Consumer.nobody.VirtualTopic.wa.message";
        try (BrokerClient client = BrokerClient.openWire(tandem.engine())) {
            client.take(queue, 1);
            int bodies = 20;
            int each = 100;
            List<String> sends = new ArrayList<>();
            List<Long> webhookMillis = new ArrayList<>();
            for (int i = 0; i < bodies; i++) {
                byte[] body = flood(i, each);
                long start = System.nanoTime();
                assertThat(api.webhook(body).status()).isEqualTo(200);
                webhookMillis.add((System.nanoTime() - start) / 1_000_000);
                if (i % 4 == 0) {
                    sends.add(api.accepted(Sends.order("flood-" + i, "flood", "49170701%04d".formatted(i))));
                }
            }
            sends.forEach(api::awaitSubmitted);
            webhookMillis.sort(null);
            System.out.printf(
                    "%d events for nobody; webhook of %d items p50 %d ms, max %d ms%n",
                    bodies * each, each, webhookMillis.get(bodies / 2), webhookMillis.get(bodies - 1));

            Set<String> ids = client.drain(queue, bodies * each, Duration.ofSeconds(60)).stream()
                    .map(event -> event.path("id").asText())
                    .collect(Collectors.toSet());
            assertThat(ids).hasSize(bodies * each);
        }
    }

    private static byte[] flood(int body, int items) {
        String messages = IntStream.range(0, items)
                .mapToObj(i ->
                        "{\"from\":\"49170702%04d\",\"id\":\"wamid.flood-%d-%d\",\"timestamp\":\"%d\",\"type\":\"text\",\"text\":{\"body\":\"%d\"}}"
                                .formatted(i, body, i, Instant.now().getEpochSecond(), i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        return Api.bytes("""
            {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"field":"messages",
             "value":{"messaging_product":"whatsapp",
             "metadata":{"display_phone_number":"%s","phone_number_id":"%s"},"messages":[%s]}}]}]}\
            """.formatted(FLOOD.waba(), FLOOD.display(), FLOOD.id(), messages));
    }
}
