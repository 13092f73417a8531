package dev.tandem.routes;

import static dev.tandem.webhook.Webhooks.echo;
import static dev.tandem.webhook.Webhooks.echoes;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.config.TandemEngine;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The way back over HTTP, through the real engine: signed bytes in, events on the team's queue, the API's answers. */
@SpringBootTest(
        classes = TandemEngine.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=",
            "tandem.simulator.enabled=false",
            "tandem.graph.base-url=http://127.0.0.1:9",
            "tandem.broker.listen=",
            "tandem.broker.subscriptions=Consumer.test.VirtualTopic.wa.message,Consumer.test.VirtualTopic.wa.echo",
            "tandem.api.bootstrap-key=a-key",
            "tandem.webhook.verify-token=our token",
            "tandem.webhook.app-secrets=old secret,new secret",
            "tandem.numbers[0].alias=shop",
            "tandem.numbers[0].phone-number-id=100000000000001",
            "tandem.numbers[0].display-phone-number=15550100001",
            "tandem.numbers[0].waba-id=900000000000001",
            "tandem.numbers[0].access-token=token",
            "tandem.numbers[0].linked-at=2026-10-01T00:00:00Z"
        })
@DirtiesContext
class WebhookHttpTest {

    private static final String MINA = "15550100077";

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry registry) {
        registry.add("tandem.data-dir", () -> data.toString());
    }

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private CamelContext camel;

    @Autowired
    private ConnectionFactory broker;

    private final HttpClient http = HttpClient.newHttpClient();
    private final long now = Instant.now().getEpochSecond() - 60;

    @BeforeEach
    void empty() {
        for (String table : List.of(
                "message", "conversation", "contact_name", "former_name", "webhook_item", "webhook_quarantine")) {
            jdbc.update("delete from " + table);
        }
        drain("message");
        drain("echo");
    }

    private static String sign(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private HttpResponse<String> post(byte[] body, String signature, String contentType) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhook"))
                        .header("Content-Type", contentType)
                        .header("X-Hub-Signature-256", signature)
                        .header("X-Leaky", "leaky")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void receive(String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = post(bytes, sign(bytes, "new secret"), "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map().toString())
                .doesNotContainIgnoringCase("leaky", "hub-signature", "receivedAt");
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode api(String path, int status) throws Exception {
        HttpResponse<String> answer = get("/api/v1" + path, "Authorization", "Bearer a-key");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    private List<JsonNode> drain(String channel) {
        JmsTemplate jms = new JmsTemplate(broker);
        jms.setReceiveTimeout(300);
        List<JsonNode> events = new ArrayList<>();
        while (jms.receive("Consumer.test.VirtualTopic.wa." + channel) instanceof TextMessage message) {
            try {
                events.add(new ObjectMapper().readTree(message.getText()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return events;
    }

    private long count(String table) {
        Long count = jdbc.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? 0 : count;
    }

    @Test
    void theHandshake() throws Exception {
        String query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
        HttpResponse<String> right = get("/webhook" + query + "our%20token");
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("1158201444");
        assertThat(get("/webhook" + query + "another").statusCode()).isEqualTo(403);
        assertThat(get("/webhook").statusCode()).isEqualTo(403);
    }

    @Test
    void threeTimesInAnotherOrderWithABrokenItemIsStoredAndPublishedOnce() throws Exception {
        String broken = "{\"from\":\"" + MINA + "\",\"id\":\"wamid.broken\",\"timestamp\":[]}";
        String one = text("wamid.1", now, "a\\u00e4\\/b");
        String two = text("wamid.2", now + 1, "second");
        receive(inbound(one, broken, two));
        receive(inbound(two, one));
        receive(inbound(two, broken, one));
        await().until(() -> count("message") == 2 && count("webhook_quarantine") == 1);
        List<JsonNode> events = new ArrayList<>();
        await().until(() -> {
            events.addAll(drain("message"));
            return events.size() >= 2;
        });
        events.addAll(drain("message"));
        assertThat(events).hasSize(2);
        assertThat(events).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();

        JsonNode window = api("/numbers/shop/windows/+1%20555-010-0077", 200);
        assertThat(window.path("open").asBoolean()).as(window.toString()).isTrue();
        assertThat(window.path("reason").asText()).isEqualTo("person_wrote");
        assertThat(window.path("advice").asText()).isNotEmpty();
        JsonNode page = api("/numbers/15550100001/conversations/US.4f00aa11bb22/messages?limit=1", 200);
        assertThat(page.path("messages").get(0).path("text").asText()).isEqualTo("second");
        JsonNode rest = api(
                "/numbers/shop/conversations/" + MINA + "/messages?before="
                        + page.path("next").asText(),
                200);
        assertThat(rest.path("messages")).hasSize(1);
        assertThat(rest.path("messages").get(0).path("text").asText()).isEqualTo("aä/b");
        assertThat(rest.path("messages").get(0).path("item").path("id").asText())
                .isEqualTo("wamid.1");
        assertThat(api("/numbers/shop/conversations?q=mina", 200).path("conversations"))
                .hasSize(1);
        assertThat(api("/numbers/shop/conversations/" + MINA, 200)
                        .path("window")
                        .path("open")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anEchoIsStoredAndPublishedAndOpensNothing() throws Exception {
        receive(echoes(echo("wamid.E", now, "text", "{\"body\":\"typed on the phone\"}")));
        await().until(() -> count("message") == 1);
        assertThat(api("/numbers/shop/windows/" + MINA, 200).path("open").asBoolean())
                .isFalse();
        assertThat(api("/numbers/shop/conversations", 200)
                        .path("conversations")
                        .get(0)
                        .path("lastMessage")
                        .path("origin")
                        .asText())
                .isEqualTo("app");
        await().until(() -> !drain("echo").isEmpty());
    }

    @Test
    void forgedAndUnsignedChangeNothing() throws Exception {
        byte[] body = inbound(text("wamid.1", now, "forged")).getBytes(StandardCharsets.UTF_8);
        for (String signature : List.of("", "sha256=00", sign(body, "guessed"))) {
            HttpResponse<String> answer = post(body, signature, "application/json");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        receive(inbound(text("wamid.after", now, "signed")));
        await().until(() -> count("message") == 1);
        assertThat(jdbc.queryForList("select message_id from message", String.class))
                .containsExactly("wamid.after");
    }

    @Test
    void tooLargeIsRefusedAndThreeMegabytesAreNot() throws Exception {
        byte[] large = new byte[5 << 20];
        HttpResponse<String> answer = post(large, sign(large, "old secret"), "application/json");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("body_too_large");
        byte[] larger = new byte[12 << 20];
        assertThat(post(larger, sign(larger, "old secret"), "application/json").statusCode())
                .as("the answer is read although more was to come")
                .isEqualTo(413);
        receive(inbound(text("wamid.big", now, "x".repeat(3 << 20))));
        await().until(() -> count("message") == 1);
    }

    @Test
    void signedRubbishOfAnyKindIsTakenAndPutAside() throws Exception {
        receive("{\"entry\":[");
        byte[] noText = {'{', (byte) 0xff, (byte) 0xfe, '}'};
        for (String type :
                List.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "x/y")) {
            assertThat(post(noText, sign(noText, "old secret"), type).statusCode())
                    .as(type)
                    .isEqualTo(200);
        }
        await().until(() -> count("webhook_quarantine") == 2);
        assertThat(jdbc.queryForList("select encoding from webhook_quarantine", String.class))
                .containsExactlyInAnyOrder("text", "base64");
    }

    @Test
    void aWebhookThatIsWorkedOffOnceMoreChangesNothing() throws Exception {
        String body = inbound(text("wamid.again", now, "once"));
        receive(body);
        await().until(() -> count("message") == 1);
        List<JsonNode> events = new ArrayList<>();
        await().until(() -> events.addAll(drain("message")) || !events.isEmpty());
        await().until(() ->
                count("webhook_raw") > 0 && newestCopy().path("body").asText().equals(body));
        String id = newestCopy().path("id").asText();
        long copies = count("webhook_raw");
        for (int i = 0; i < 2; i++) {
            assertThat(operate("/webhooks/" + id + "/replay").statusCode()).isEqualTo(202);
        }
        // Behind the two in the queue: when it is stored, they were worked off.
        receive(inbound(text("wamid.behind", now, "behind")));
        await().until(() -> count("message") == 2);
        await().until(() -> events.addAll(drain("message")) && events.size() > 1);
        assertThat(events)
                .extracting(event -> event.path("messageId").asText())
                .containsExactly("wamid.again", "wamid.behind");
        await().until(() -> count("webhook_raw") == copies + 1);

        // What a fault lost, or an operator deleted, comes back.
        jdbc.update("delete from message");
        operate("/webhooks/" + id + "/replay");
        await().until(() -> count("message") == 1);
    }

    private JsonNode newestCopy() throws Exception {
        String id =
                api("/webhooks?limit=1", 200).path("webhooks").get(0).path("id").asText();
        return api("/webhooks/" + id, 200);
    }

    private HttpResponse<String> operate(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                        .header("Authorization", "Bearer a-key")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anItemLeavesTheQuarantineWhenItIsUnderstoodAndStaysWhenItIsNot() throws Exception {
        receive(inbound("{\"id\":\"wamid.broken\",\"from\":\"15550100077\",\"timestamp\":\"soon\",\"type\":\"text\"}"));
        await().until(() -> count("webhook_quarantine") == 1);
        JsonNode item = api("/webhooks/quarantine", 200).path("items").get(0);
        assertThat(item.path("detail").asText()).contains("timestamp");
        String replay = "/webhooks/quarantine/" + item.path("id").asText() + "/replay";
        assertThat(operate(replay).statusCode()).isEqualTo(202);
        receive(inbound(text("wamid.behind", now, "behind")));
        await().until(() -> count("message") == 1);
        assertThat(api("/webhooks/quarantine", 200).path("items"))
                .as("tried in vain")
                .singleElement()
                .satisfies(kept -> assertThat(kept.has("triedAt")).isFalse());

        // A later release understands it.
        jdbc.update("update webhook_quarantine set raw = replace(raw, '\"soon\"', '\"" + now + "\"')");
        assertThat(operate(replay).statusCode()).isEqualTo(202);
        await().until(() -> count("message") == 2 && count("webhook_quarantine") == 0);
        assertThat(operate(replay).statusCode()).isEqualTo(404);
    }

    @Test
    void theApiSaysWhatIsWrong() throws Exception {
        assertThat(api("/numbers/nobody/conversations", 404).path("reason").asText())
                .isEqualTo("unknown_number");
        assertThat(api("/numbers/nobody/windows/1", 404).path("reason").asText())
                .isEqualTo("unknown_number");
        assertThat(api("/numbers/shop/conversations/4917", 404).path("reason").asText())
                .isEqualTo("not_found");
        assertThat(api("/numbers/shop/conversations?limit=x", 400)
                        .path("reason")
                        .asText())
                .isEqualTo("invalid_request");
        assertThat(api("/numbers/shop/conversations?before=x", 400)
                        .path("status")
                        .asInt())
                .isEqualTo(400);
        assertThat(api("/numbers/shop/conversations/4917/messages", 200).path("messages"))
                .isEmpty();
        assertThat(get("/api/v1/numbers/shop/conversations").statusCode()).isEqualTo(401);
    }

    @Test
    void whatWasTakenWaitsForItsConsumer() throws Exception {
        camel.getRouteController().stopRoute("webhook-split");
        try {
            receive(inbound(text("wamid.1", now, "waits on disk")));
            assertThat(count("message")).isZero();
        } finally {
            camel.getRouteController().startRoute("webhook-split");
        }
        await().until(() -> count("message") == 1);
    }
}
