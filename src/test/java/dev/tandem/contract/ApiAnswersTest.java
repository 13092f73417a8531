package dev.tandem.contract;

import static dev.tandem.contract.Documents.ASYNCAPI;
import static dev.tandem.contract.Documents.JSON;
import static dev.tandem.contract.Documents.OPENAPI;
import static dev.tandem.contract.Documents.schema;
import static dev.tandem.contract.Documents.strictFaults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.TestNumbers;
import dev.tandem.broker.Users;
import dev.tandem.coexistence.watch.ConnectionDesk;
import dev.tandem.config.TandemEngine;
import dev.tandem.domain.Alerts;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.webhook.Webhooks;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the running engine answers, replies and publishes is what the public descriptions say. */
@SpringBootTest(
        classes = TandemEngine.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=",
            "tandem.simulator.enabled=false",
            "tandem.broker.listen=",
            "tandem.broker.subscriptions=Consumer.docs.VirtualTopic.wa.message,Consumer.docs.VirtualTopic.wa.result,"
                    + "Consumer.docs.VirtualTopic.wa.status",
            "tandem.webhook.app-secrets=secret",
            "tandem.webhook.verify-token=token",
            "tandem.campaign.check-millis=200",
            "tandem.sync.check-millis=3600000",
            "tandem.watch.look-millis=3600000",
            "tandem.numbers[0].alias=shop",
            "tandem.numbers[0].phone-number-id=100000000000001",
            "tandem.numbers[0].display-phone-number=15550100001",
            "tandem.numbers[0].waba-id=900000000000001",
            "tandem.numbers[0].access-token=token",
            "tandem.numbers[0].linked-at=2026-10-01T00:00:00Z",
            "tandem.numbers[1].alias=desk",
            "tandem.numbers[1].phone-number-id=100000000000002",
            "tandem.numbers[1].display-phone-number=15550100002",
            "tandem.numbers[1].waba-id=900000000000002",
            "tandem.numbers[1].access-token=token",
            "tandem.numbers[1].linked-at=2026-10-01T00:00:00Z",
            "tandem.numbers[1].limits.combined-per-second=off"
        })
@DirtiesContext
class ApiAnswersTest {

    private static final String SENDS = "/api/v1/sends";
    private static final String ONE_SEND = "/api/v1/sends/{sendId}";
    private static final String CONVERSATIONS = "/api/v1/numbers/{n}/conversations";
    private static final String CONVERSATION = CONVERSATIONS + "/{contact}";
    private static final String MINA = "15550100077";
    private static final String TEMPLATE = "\"template\":{\"name\":\"hello_world\",\"language\":\"en_US\"}";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    @TempDir
    static Path data;

    private static HttpServer meta;

    /** What Meta says to a call for contacts or history, with its status. */
    private static volatile String syncAnswer = "";

    /** The last read receipt that Meta was sent. */
    private static volatile String lastReceipt = "";

    private final JsonNode api = Documents.whole(OPENAPI);
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private ConnectionFactory broker;

    @Autowired
    private Alerts alerts;

    @Autowired
    private NumberDirectory numbers;

    @Autowired
    private CamelContext camel;

    @Autowired
    private ConnectionDesk connections;

    @BeforeAll
    static void startMeta() throws IOException {
        meta = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        meta.createContext("/", exchange -> {
            byte[] answer = ("{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"" + MINA
                            + "\",\"wa_id\":\"" + MINA + "\"}],\"messages\":[{\"id\":\"wamid.OUT\"}]}")
                    .getBytes(StandardCharsets.UTF_8);
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.contains("\"status\":\"read\"")) {
                receipt(exchange, asked);
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        meta.createContext("/v25.0/900000000000001/message_templates", exchange -> {
            byte[] answer = Files.readAllBytes(Path.of("src/test/resources/templates-of-shop.json"));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        meta.createContext(
                "/v25.0/700000000000001/subscriptions",
                exchange -> answer(
                        exchange,
                        "application/json",
                        "{\"data\":[{\"object\":\"whatsapp_business_account\",\"fields\":[{\"name\":\"messages\"},"
                                + "{\"name\":\"history\"},{\"name\":\"smb_app_state_sync\"},"
                                + "{\"name\":\"smb_message_echoes\"},{\"name\":\"account_update\"}]}]}"));
        meta.createContext(
                "/v25.0/900000000000009/subscribed_apps",
                exchange -> answer(
                        exchange,
                        "application/json",
                        "{\"success\":true,\"data\":[{\"whatsapp_business_api_data\":{\"id\":\"700000000000001\"}}]}"));
        meta.createContext(
                "/v25.0/900000000000009/phone_numbers", exchange -> answer(exchange, "application/json", "{}"));
        meta.createContext(
                "/v25.0/100000000000009",
                exchange -> answer(
                        exchange,
                        "application/json",
                        "{\"id\":\"100000000000009\",\"display_phone_number\":\"+1 555-010-0009\","
                                + "\"is_on_biz_app\":true,\"platform_type\":\"CLOUD_API\"}"));
        meta.createContext(
                "/v25.0/7001",
                exchange -> answer(
                        exchange,
                        "application/json",
                        "{\"messaging_product\":\"whatsapp\",\"url\":\"http://127.0.0.1:"
                                + meta.getAddress().getPort()
                                + "/photo\",\"mime_type\":\"image/png\",\"file_size\":7,\"id\":\"7001\"}"));
        meta.createContext("/photo", exchange -> answer(exchange, "image/png", "a photo"));
        meta.createContext(
                "/v25.0/100000000000001/media", exchange -> answer(exchange, "application/json", "{\"id\":\"8001\"}"));
        meta.createContext("/v25.0/100000000000003/smb_app_data", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = syncAnswer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(syncAnswer.contains("\"error\"") ? 400 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        meta.start();
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static void receipt(HttpExchange exchange, String asked) throws IOException {
        lastReceipt = asked;
        boolean refuses = asked.contains("wamid.REFUSED");
        byte[] answer = (refuses
                        ? "{\"error\":{\"message\":\"(#131009) Parameter value is not valid\",\"type\":\"OAuthException\","
                                + "\"code\":131009,\"fbtrace_id\":\"A\"}}"
                        : asked.contains("wamid.AWAY") ? "<html>" : "{\"success\":true}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refuses ? 400 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterAll
    static void stopMeta() {
        meta.stop(0);
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("tandem.data-dir", () -> data.toString());
        registry.add(
                "tandem.graph.base-url",
                () -> "http://127.0.0.1:" + meta.getAddress().getPort());
        List<String> roles = List.of("send", "read", "operate", "all");
        for (int i = 0; i < roles.size(); i++) {
            String key = "tandem.api.keys[" + i + "].";
            String role = roles.get(i);
            registry.add(key + "name", () -> role);
            registry.add(key + "hash", () -> Users.hash(role));
            registry.add(key + "roles", () -> role.equals("all") ? "send,read,operate" : role);
        }
        registry.add("tandem.api.keys[4].name", () -> "desk only");
        registry.add("tandem.api.keys[4].hash", () -> Users.hash("desk"));
        registry.add("tandem.api.keys[4].roles", () -> "send,read");
        registry.add("tandem.api.keys[4].numbers", () -> "desk");
        registry.add("tandem.api.keys[5].name", () -> "shop only");
        registry.add("tandem.api.keys[5].hash", () -> Users.hash("shop only"));
        registry.add("tandem.api.keys[5].roles", () -> "read,operate");
        registry.add("tandem.api.keys[5].numbers", () -> "shop");
    }

    private HttpResponse<String> request(String method, String path, @Nullable String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpRequest.BodyPublisher content =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return http.send(
                request.method(method.toUpperCase(java.util.Locale.ROOT), content)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Calls with all roles; the answer must have the status and be described. */
    private JsonNode call(int status, String method, String template, String path, @Nullable String body)
            throws Exception {
        return described(status, method, template, request(method, path, body, "Authorization", "Bearer all"));
    }

    private JsonNode get(int status, String template, String path) throws Exception {
        return call(status, "get", template, path, null);
    }

    private JsonNode described(int status, String method, String template, HttpResponse<String> answer)
            throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode response =
                api.path("paths").path(template).path(method).path("responses").path(String.valueOf(status));
        assertThat(response.isMissingNode())
                .as("%s %s answers %s", method, template, status)
                .isFalse();
        if (!response.has("content")) {
            assertThat(answer.body()).isEmpty();
            return MissingNode.getInstance();
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        JsonNode content = response.path("content").path(type.replaceAll(";.*", ""));
        assertThat(content.isMissingNode())
                .as("%s %s answers %s with %s", method, template, status, type)
                .isFalse();
        JsonNode value = type.contains("json")
                ? JSON.readTree(answer.body())
                : JSON.getNodeFactory().textNode(answer.body());
        assertThat(strictFaults(content.path("schema"), value))
                .as("%s %s: %s", method, template, value)
                .isEmpty();
        return value;
    }

    private static String sendTo(String id, String from) {
        return "{\"id\":\"" + id + "\",\"from\":\"" + from + "\",\"to\":\"+1 555-010-0077\"," + TEMPLATE + "}";
    }

    private void webhook(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        described(200, "post", "/webhook", request("post", "/webhook", body, "X-Hub-Signature-256", signature));
    }

    @Test
    void everyOperationAsksForTheRoleThatItNames() throws Exception {
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    JsonNode security = operation.getValue().has("security")
                            ? operation.getValue().get("security")
                            : api.get("security");
                    if (!security.isEmpty()) {
                        checkRoles(
                                operation.getKey(),
                                path.getKey(),
                                security.get(0).path("apiKey"));
                    }
                }
            }
        }
    }

    private void checkRoles(String method, String template, JsonNode named) throws Exception {
        Set<String> roles = new TreeSet<>(StreamSupport.stream(named.spliterator(), false)
                .map(JsonNode::asText)
                .toList());
        String path = template.replaceAll("\\{[^}]+}", "nobody");
        described(401, method, template, request(method, path, null));
        for (String role : List.of("send", "read", "operate")) {
            HttpResponse<String> answer = request(method, path, null, "Authorization", "Bearer " + role);
            assertThat(answer.statusCode() != 403)
                    .as("%s %s with the role %s", method, template, role)
                    .isEqualTo(roles.contains(role));
            described(answer.statusCode(), method, template, answer);
        }
    }

    @Test
    void sendsAreAnsweredAsDescribed() throws Exception {
        JsonNode accepted = call(202, "post", SENDS, SENDS, sendTo("s-1", "shop"));
        call(200, "post", SENDS, SENDS, sendTo("s-1", "shop"));
        call(409, "post", SENDS, SENDS, sendTo("s-1", "shop").replace("en_US", "en"));
        assertThat(call(422, "post", SENDS, SENDS, "{\"to\":\"0170 1\",\"colour\":1}")
                        .path("errors")
                        .size())
                .isGreaterThan(2);
        call(422, "post", SENDS, SENDS, "{\"to\":");
        call(413, "post", SENDS, SENDS, " ".repeat(5 << 20));
        described(403, "post", SENDS, request("post", SENDS, sendTo("s-2", "shop"), "Authorization", "Bearer desk"));

        String path = SENDS + "/" + accepted.path("sendId").asText();
        await().until(() -> get(200, ONE_SEND, path).path("state").asText().equals("submitted"));
        webhook(Webhooks.statuses("{\"id\":\"wamid.OUT\",\"status\":\"delivered\",\"timestamp\":\""
                + Instant.now().getEpochSecond() + "\",\"recipient_id\":\"" + MINA
                + "\",\"biz_opaque_callback_data\":\""
                + accepted.path("sendId").asText() + ".1\",\"pricing\":{\"category\":\"utility\"}}"));
        await().until(() -> get(200, ONE_SEND, path).path("state").asText().equals("delivered"));
        assertThat(get(200, ONE_SEND, path).path("timeline")).isNotEmpty();
        call(409, "delete", ONE_SEND, path, null);
        call(409, "post", ONE_SEND + "/resend", path + "/resend", null);
        call(409, "post", ONE_SEND + "/close", path + "/close", null);
        call(404, "post", ONE_SEND + "/resend", SENDS + "/0QN5K3T8V2XYZ/resend", null);

        call(200, "post", "/api/v1/numbers/{n}/pause", "/api/v1/numbers/desk/pause", null);
        JsonNode waiting = call(202, "post", SENDS, SENDS, sendTo("s-3", "desk"));
        String waits = SENDS + "/" + waiting.path("sendId").asText();
        assertThat(call(200, "post", ONE_SEND + "/hold", waits + "/hold", null)
                        .path("reason")
                        .asText())
                .isEqualTo("on_hold");
        call(200, "post", ONE_SEND + "/release", waits + "/release", null);
        call(200, "delete", ONE_SEND, waits, null);
        call(409, "post", ONE_SEND + "/hold", waits + "/hold", null);
        call(409, "post", ONE_SEND + "/release", waits + "/release", null);
        JsonNode again = call(202, "post", ONE_SEND + "/resend", waits + "/resend", null);
        assertThat(again.path("resendOf").asText())
                .isEqualTo(waiting.path("sendId").asText());
        assertThat(call(202, "post", ONE_SEND + "/resend", waits + "/resend", null)
                        .path("sendId")
                        .asText())
                .as("a second wish is the first one's")
                .isEqualTo(again.path("sendId").asText());
        call(200, "post", "/api/v1/numbers/{n}/resume", "/api/v1/numbers/desk/resume", null);

        String query = "?from=shop&id=s-1&state=delivered&to=%2B1%20555-010-0077&limit=1";
        JsonNode page = get(200, SENDS, SENDS + query);
        assertThat(page.path("sends")).hasSize(1);
        get(200, SENDS, SENDS + query + "&before=" + page.path("before").asText());
        for (String bad : List.of("state=gone", "to=0170", "limit=x")) {
            get(422, SENDS, SENDS + "?" + bad);
        }
        get(404, SENDS, SENDS + "?from=nobody");
        assertThat(get(404, ONE_SEND, SENDS + "/nothing").path("reason").asText())
                .isEqualTo("not_found");

        String batch = SENDS + "/batch";
        assertThat(call(
                                200,
                                "post",
                                batch,
                                batch,
                                "[" + sendTo("b-1", "shop") + "," + sendTo("s-1", "desk") + ",{},"
                                        + sendTo("s-1", "shop").replace("en_US", "en") + "]")
                        .path("results"))
                .hasSize(4);
        call(422, "post", batch, batch, "{}");
    }

    @Test
    void numbersAndTheClockAreAnsweredAsDescribed() throws Exception {
        assertThat(get(200, "/api/v1/numbers", "/api/v1/numbers").path("numbers"))
                .hasSize(2);
        get(200, "/api/v1/numbers/{n}", "/api/v1/numbers/desk");
        JsonNode shop = get(200, "/api/v1/numbers/{n}", "/api/v1/numbers/%2B1%20555-010-0001");
        assertThat(shop.at("/limits/binding").asText()).isEqualTo("5/s by the combined limit of app and API (R43)");
        assertThat(get(200, "/api/v1/numbers/{n}", "/api/v1/numbers/desk")
                        .at("/limits/binding")
                        .asText())
                .isEqualTo("20/s by the throughput of the number (R41)");
        get(404, "/api/v1/numbers/{n}", "/api/v1/numbers/nobody");
        alerts.raise("token_refused", "100000000000001", "100000000000001", "Meta refuses the access token.");
        alerts.raise("disk_full", "data", "", "The disk is nearly full.");
        assertThat(get(200, "/api/v1/alerts", "/api/v1/alerts").path("alerts")).hasSizeGreaterThan(1);
        call(200, "post", "/api/v1/clock", "/api/v1/clock", "{\"advance\":\"1s\"}");
        call(422, "post", "/api/v1/clock", "/api/v1/clock", "{\"advance\":\"-1s\"}");
    }

    private static BusinessNumber justLinked(String graphUrl) {
        BusinessNumber shop = TestNumbers.SHOP;
        return new BusinessNumber(
                "fresh",
                "100000000000003",
                "15550100003",
                shop.wabaId(),
                "token",
                Instant.now(),
                graphUrl,
                null,
                null,
                shop.limits());
    }

    private JsonNode sync(int status, String kind, @Nullable String body) throws Exception {
        return call(status, "post", "/api/v1/numbers/{n}/sync/" + kind, "/api/v1/numbers/fresh/sync/" + kind, body);
    }

    @Test
    void aNumbersPastIsAskedForAsDescribed() throws Exception {
        String yes = "{\"messaging_product\":\"whatsapp\",\"request_id\":\"req-1\"}";
        String error =
                "{\"error\":{\"message\":\"Words\",\"type\":\"OAuthException\",\"code\":%d,\"fbtrace_id\":\"A\"}}";
        // Every five seconds it takes out what neither file nor database knows, as this number is.
        camel.getRouteController().stopRoute("linking-sweep");
        numbers.add(justLinked("http://127.0.0.1:" + meta.getAddress().getPort() + "/v25.0"));
        try {
            assertThat(sync(409, "history", null).path("detail").asText()).contains("contacts come first");
            syncAnswer = error.formatted(190);
            assertThat(sync(422, "contacts", null).path("reason").asText()).isEqualTo("cloud_api_190");
            syncAnswer = yes;
            assertThat(sync(202, "contacts", "{}")
                            .path("contacts")
                            .path("requestId")
                            .asText())
                    .isEqualTo("req-1");
            assertThat(sync(409, "contacts", null).path("detail").asText()).contains("(request req-1)");
            syncAnswer = "{}";
            assertThat(sync(202, "history", null).path("history").path("state").asText())
                    .isEqualTo("unclear");
            sync(409, "history", null);
            sync(422, "history", "{\"again\":1}");
            sync(422, "history", "{\"more\":true}");
            syncAnswer = error.formatted(2593107);
            assertThat(sync(409, "history", "{\"again\":true}").path("detail").asText())
                    .contains("2593107");
            JsonNode shown =
                    get(200, "/api/v1/numbers/{n}", "/api/v1/numbers/fresh").path("sync");
            assertThat(shown.path("history").path("state").asText()).isEqualTo("already_used");
            assertThat(shown.path("history").path("shares").asText()).isEqualTo("unknown");
            numbers.remove("100000000000003");
            numbers.add(justLinked("http://127.0.0.1:1/v25.0"));
            assertThat(sync(502, "contacts", null).path("reason").asText()).isEqualTo("cloud_unreachable");
            BusinessNumber fresh = numbers.find("fresh").orElseThrow();
            connections.offboarded(fresh, fresh.linkedAt().plusSeconds(1));
            assertThat(sync(409, "contacts", null).path("detail").asText())
                    .contains("cannot be asked for while the number is offboarded", "Wait for Meta to reconnect it");
            JsonNode waits =
                    get(200, "/api/v1/numbers/{n}", "/api/v1/numbers/fresh").path("sync");
            assertThat(waits.path("contacts").path("mayAsk").asBoolean(true)).isFalse();
            assertThat(waits.path("history").path("why").asText()).contains("while the number is offboarded");
            connections.reconnected(fresh, fresh.linkedAt().plusSeconds(2));
            assertThat(sync(502, "contacts", null).path("reason").asText()).isEqualTo("cloud_unreachable");
        } finally {
            numbers.remove("100000000000003");
            camel.getRouteController().startRoute("linking-sweep");
        }
        assertThat(call(409, "post", "/api/v1/numbers/{n}/sync/history", "/api/v1/numbers/desk/sync/history", null)
                        .path("detail")
                        .asText())
                .contains("within 24 hours", "link it again");
    }

    @Test
    void deadLettersAreAnsweredAsDescribed() throws Exception {
        String letters = "/api/v1/dead-letters";
        JmsTemplate jms = new JmsTemplate(broker);
        for (String body : List.of("one", "two", "three")) {
            jms.send("wa.dead.team", session -> {
                TextMessage message = session.createTextMessage(body);
                message.setStringProperty("reason", "internal_fault");
                message.setStringProperty("origin", "replayed");
                message.setStringProperty("failedAt", Instant.now().toString());
                return message;
            });
        }
        JsonNode listed = get(200, letters, letters + "?room=team&reason=internal_fault");
        assertThat(listed.path("deadLetters").findValuesAsText("beginning")).containsExactly("one", "two", "three");
        assertThat(listed.path("counts").path("team").asInt()).isEqualTo(3);
        String one =
                letters + "/" + listed.path("deadLetters").get(0).path("id").asText();
        assertThat(call(200, "post", letters + "/{id}/replay", one + "/replay", null)
                        .path("queue")
                        .asText())
                .isEqualTo("replayed");
        call(404, "post", letters + "/{id}/replay", one + "/replay", null);
        String two =
                letters + "/" + listed.path("deadLetters").get(1).path("id").asText();
        call(200, "delete", letters + "/{id}", two, null);
        call(404, "delete", letters + "/{id}", two, null);
        assertThat(call(200, "post", letters + "/replay", letters + "/replay?room=team&reason=internal_fault", null)
                        .path("replayed")
                        .asInt())
                .isEqualTo(1);
        jms.setReceiveTimeout(10_000);
        assertThat(jms.receiveAndConvert("replayed")).isEqualTo("one");
        assertThat(jms.receiveAndConvert("replayed")).isEqualTo("three");
        get(422, letters, letters + "?room=kitchen");
        get(422, letters, letters + "?limit=x");
        described(403, "get", letters, request("get", letters, null, "Authorization", "Bearer desk"));
    }

    @Test
    void aPersonIsExportedAndForgottenAsDescribed() throws Exception {
        call(200, "post", "/api/v1/numbers/{n}/pause", "/api/v1/numbers/desk/pause", null);
        String request = sendTo("p-1", "desk").replace("+1 555-010-0077", "+49 170 7654321");
        JsonNode send = call(202, "post", SENDS, SENDS, request);
        String contact = "/api/v1/contacts/{contact}";
        JsonNode exported = get(200, contact + "/export", "/api/v1/contacts/%2B49%20170%207654321/export");
        assertThat(exported.path("numbers").findValuesAsText("id")).contains("p-1");
        JsonNode limited = described(
                200,
                "get",
                contact + "/export",
                request("get", "/api/v1/contacts/491707654321/export", null, "Authorization", "Bearer desk"));
        assertThat(limited.path("numbers").findValuesAsText("alias")).containsExactly("desk");
        JsonNode forgotten = call(200, "post", contact + "/forget", "/api/v1/contacts/491707654321/forget", null);
        assertThat(forgotten.findValuesAsText("cancelled")).contains("1");
        JsonNode row = get(200, ONE_SEND, SENDS + "/" + send.path("sendId").asText());
        assertThat(row.path("state").asText()).isEqualTo("cancelled");
        assertThat(row.toString()).doesNotContain("7654321");
        get(422, contact + "/export", "/api/v1/contacts/-/export");
        call(200, "post", "/api/v1/numbers/{n}/resume", "/api/v1/numbers/desk/resume", null);
    }

    /** Somebody else than Mina sends a photo. */
    private void photo(String id, Instant at) throws Exception {
        webhook(Webhooks.inbound(
                        Webhooks.message("wamid.P" + id, at.getEpochSecond(), "image", "{\"id\":\"" + id + "\"}"))
                .replace(MINA, "15550100055")
                .replace("US.4f00aa11bb22", "US.55"));
    }

    @Test
    void filesAreAnsweredAsDescribed() throws Exception {
        String one = "/api/v1/media/{id}";
        String media = "/api/v1/media/";
        photo("7001", Instant.now());
        photo("7002", Instant.now());
        photo("7003", Instant.now().minusSeconds(8 * 24 * 3600));
        for (String id : List.of("7001", "7003")) {
            await().until(() -> List.of(200, 410)
                    .contains(request("get", media + id, null, "Authorization", "Bearer all")
                            .statusCode()));
        }
        assertThat(get(200, one, media + "7001?meta=true").path("state").asText())
                .isEqualTo("ready");
        HttpResponse<String> bytes = request("get", media + "7001", null, "Authorization", "Bearer read");
        assertThat(bytes.body()).isEqualTo("a photo");
        assertThat(bytes.headers().map())
                .containsEntry("Content-Type", List.of("image/png"))
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .containsEntry("Content-Disposition", List.of("attachment; filename=\"7001.bin\""))
                .doesNotContainKey("CamelFileName");
        assertThat(Files.readString(data.resolve("media/100000000000001/7001.bin")))
                .isEqualTo("a photo");
        assertThat(get(202, one, media + "7002").path("state").asText()).isEqualTo("fetching");
        assertThat(get(410, one, media + "7003").path("reason").asText()).isEqualTo("media_expired");
        assertThat(described(
                                200,
                                "get",
                                one,
                                request(
                                        "get",
                                        media + "7003",
                                        null,
                                        "Authorization",
                                        "Bearer all",
                                        "Accept",
                                        "application/json"))
                        .path("state")
                        .asText())
                .isEqualTo("gone");
        get(404, one, media + "9999");
        described(404, "get", one, request("get", media + "7001", null, "Authorization", "Bearer desk"));
        Files.delete(data.resolve("media/100000000000001/7001.bin"));
        assertThat(get(410, one, media + "7001").path("reason").asText()).isEqualTo("media_not_kept");

        String upload = "/api/v1/numbers/{n}/media";
        String shop = "/api/v1/numbers/shop/media";
        JsonNode taken = described(
                201,
                "post",
                upload,
                request("post", shop, "bytes", "Authorization", "Bearer send", "Content-Type", "image/png"));
        assertThat(taken.path("metaId").asText()).isEqualTo("8001");
        assertThat(Files.readString(data.resolve(
                        "media-out/100000000000001/" + taken.path("file").asText())))
                .isEqualTo("bytes");
        call(201, "post", upload, shop + "?type=application/pdf", "bytes");
        call(422, "post", upload, shop + "?type=font/woff", "bytes");
        call(422, "post", upload, shop + "?type=multipart/form-data", "bytes");
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--b\r\nContent-Disposition: form-data;"
                        + " name=\"file\"; filename=\"Preisliste März.pdf\"\r\nContent-Type: application/octet-stream\r\n\r\n%PDF bytes"
                        + "\r\n--b--\r\n";
        String multipart = "multipart/form-data; boundary=b";
        JsonNode fromForm = described(
                201,
                "post",
                upload,
                request("post", shop, form, "Authorization", "Bearer send", "Content-Type", multipart));
        assertThat(fromForm.path("contentType").asText()).isEqualTo("application/pdf");
        assertThat(Files.readString(data.resolve(
                        "media-out/100000000000001/" + fromForm.path("file").asText())))
                .isEqualTo("%PDF bytes");
        for (String broken : List.of("", "no form", form.replace("; filename=\"Preisliste März.pdf\"", ""))) {
            described(
                    422,
                    "post",
                    upload,
                    request("post", shop, broken, "Authorization", "Bearer send", "Content-Type", multipart));
        }
        call(422, "post", upload, shop + "?type=image/png", "x".repeat((5 << 20) + 1));
        call(404, "post", upload, "/api/v1/numbers/nobody/media?type=image/png", "bytes");
    }

    @Test
    void backupAndHealthAreAnsweredAsDescribed() throws Exception {
        JsonNode backup = call(200, "post", "/api/v1/backup", "/api/v1/backup", null);
        assertThat(Path.of(backup.path("file").asText())).exists();
        JsonNode health = JSON.readTree(request("get", "/actuator/health", null, "Authorization", "Bearer read")
                .body());
        JsonNode tandem = health.path("components").path("tandem");
        assertThat(tandem.path("status").asText()).isEqualTo("UP");
        assertThat(tandem.path("details").path("lanes").path("desk").has("ageSeconds"))
                .isTrue();
        assertThat(tandem.path("details").path("deadLetters").has("webhook")).isTrue();
        assertThat(tandem.path("details").path("disk").path("freeBytes").asLong())
                .isPositive();
        assertThat(request("get", "/actuator/health", null).body()).doesNotContain("lanes");
        String text = "The backup's disk is full. Make room.";
        alerts.raise("backup_disk_full", "data", "", text);
        assertThat(standing().path("backup_disk_full").asInt()).isEqualTo(1);
        assertThat(get(200, "/api/v1/alerts", "/api/v1/alerts").toString()).contains(text);
        alerts.clear("backup_disk_full", "data");
        assertThat(standing().has("backup_disk_full")).isFalse();
        String metrics = request("get", "/actuator/metrics", null, "Authorization", "Bearer read")
                .body();
        assertThat(metrics)
                .contains(
                        "tandem.lane.backlog",
                        "tandem.lane.age",
                        "tandem.sends.unknown",
                        "tandem.dead.letters",
                        "tandem.disk.free");
    }

    /** The alerts in the health: how many of each code. */
    private JsonNode standing() throws Exception {
        return JSON.readTree(request("get", "/actuator/health", null, "Authorization", "Bearer read")
                        .body())
                .at("/components/alerts/details/standing");
    }

    @Test
    void keptWebhooksAreAnsweredAsDescribed() throws Exception {
        String webhooks = "/api/v1/webhooks";
        webhook(Webhooks.inbound(Webhooks.text("wamid.KEPT", Instant.now().getEpochSecond() - 60, "kept")));
        await().until(() ->
                get(200, webhooks, webhooks + "?limit=500").toString().contains("whatsapp_business_account"));
        JsonNode page = get(200, webhooks, webhooks + "?limit=1");
        get(200, webhooks, webhooks + "?before=" + page.path("next").asText());
        get(422, webhooks, webhooks + "?before=x");
        String one = webhooks + "/" + page.path("webhooks").get(0).path("id").asText();
        get(200, webhooks + "/{id}", one);
        get(404, webhooks + "/{id}", webhooks + "/99999999");
        call(202, "post", webhooks + "/{id}/replay", one + "/replay", null);
        call(404, "post", webhooks + "/{id}/replay", webhooks + "/none/replay", null);
        String quarantine = webhooks + "/quarantine";
        webhook("[");
        await().until(() -> !get(200, quarantine, quarantine).path("items").isEmpty());
        String item = get(200, quarantine, quarantine + "?limit=1")
                .path("items")
                .get(0)
                .path("id")
                .asText();
        call(202, "post", quarantine + "/{id}/replay", quarantine + "/" + item + "/replay", null);
        call(404, "post", quarantine + "/{id}/replay", quarantine + "/99999999/replay", null);
        described(403, "get", webhooks, request("get", webhooks, null, "Authorization", "Bearer desk"));
    }

    private void messagesAreAnsweredWithWhatWasSaidAboutThem(long now) throws Exception {
        String original = "\"original_message_id\":\"wamid.IN2\"";
        webhook(Webhooks.inbound(
                "{\"from\":\"" + MINA + "\",\"id\":\"wamid.IN2\",\"timestamp\":\"" + now
                        + "\",\"type\":\"text\",\"text\":{\"body\":\"from an ad\"},\"context\":{\"id\":\"wamid.IN\"},"
                        + "\"referral\":{\"source_type\":\"ad\"}}",
                Webhooks.message(
                        "wamid.IN3",
                        now + 1,
                        "edit",
                        "{" + original + ",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"from your ad\"}}}"),
                Webhooks.message("wamid.IN4", now + 2, "reaction", "{\"message_id\":\"wamid.IN2\",\"emoji\":\"👍\"}"),
                Webhooks.message("wamid.IN5", now + 3, "revoke", "{" + original + "}")));
        String found = "/api/v1/numbers/shop/conversations/" + MINA + "/messages?from=" + Instant.ofEpochSecond(now)
                + "&to=" + Instant.ofEpochSecond(now + 1);
        await().until(() -> get(200, CONVERSATION + "/messages", found)
                        .path("messages")
                        .findValuesAsText("revoked")
                        .size()
                == 1);
        JsonNode recalled =
                get(200, CONVERSATION + "/messages", found).path("messages").findParent("revoked");
        assertThat(recalled.has("text")).isFalse();
        assertThat(recalled.path("replyTo").asText()).isEqualTo("wamid.IN");
        assertThat(recalled.path("referral").path("source_type").asText()).isEqualTo("ad");
        assertThat(recalled.path("versions").findValuesAsText("text")).containsExactly("from an ad", "from your ad");
        assertThat(recalled.path("reactions").path(0).path("emoji").asText()).isEqualTo("👍");
    }

    @Test
    void whatMetaToldBesideMessagesIsAnsweredAsDescribed() throws Exception {
        String path = "/api/v1/numbers/{n}/events";
        String shop = "/api/v1/numbers/shop/events";
        for (int decision = 1; decision <= 3; decision++) {
            webhook(Webhooks.body(
                    "{\"field\":\"account_review_update\",\"value\":{\"decision\":\"NUMBER_" + decision + "\"}}"));
        }
        await().until(() -> get(200, path, shop).path("events").size() >= 3);
        List<String> decisions = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(200, path, shop + "?channel=account&limit=1" + next);
            decisions.addAll(page.path("events").findValuesAsText("decision"));
            next = page.has("next") ? "&before=" + page.path("next").asText() : "";
        } while (!next.isEmpty());
        assertThat(decisions).contains("NUMBER_1", "NUMBER_2", "NUMBER_3").doesNotHaveDuplicates();
        assertThat(get(200, path, shop + "?channel=other").path("events")).isEmpty();
        assertThat(get(400, path, shop + "?channel=message").path("detail").asText())
                .contains("account, template, contact, history, other", "/conversations");
        get(400, path, shop + "?before=x");
        get(400, path, shop + "?limit=0");
        get(404, path, "/api/v1/numbers/nobody/events");
    }

    @Test
    void conversationsAreAnsweredAsDescribed() throws Exception {
        long now = Instant.now().getEpochSecond() - 60;
        String shop = "/api/v1/numbers/shop/conversations";
        webhook(Webhooks.inbound(Webhooks.text("wamid.IN", now, "Is the blue one in stock?")));
        await().until(() -> !get(200, CONVERSATIONS, shop + "?q=mina&limit=1")
                .path("conversations")
                .isEmpty());
        assertThat(get(200, CONVERSATION, shop + "/" + MINA)
                        .path("automation")
                        .path("paused")
                        .asBoolean())
                .isFalse();
        get(404, CONVERSATION, shop + "/4917");
        messagesAreAnsweredWithWhatWasSaidAboutThem(now);
        call(202, "post", SENDS, SENDS, sendTo("c-1", "shop"));
        assertThat(get(200, CONVERSATION + "/messages", shop + "/" + MINA + "/messages")
                        .path("messages")
                        .size())
                .isGreaterThan(1);
        assertThat(get(200, CONVERSATION + "/messages", shop + "/" + MINA + "/messages?limit=1")
                        .has("next"))
                .isTrue();
        get(400, CONVERSATION + "/messages", shop + "/" + MINA + "/messages?limit=x");
        get(400, CONVERSATION + "/messages", shop + "/" + MINA + "/messages?from=yesterday");
        get(400, CONVERSATIONS, shop + "?to=x");
        get(400, CONVERSATIONS, shop + "?before=x");
        get(404, CONVERSATIONS, "/api/v1/numbers/nobody/conversations");
        String windows = "/api/v1/numbers/{n}/windows/{contact}";
        get(200, windows, "/api/v1/numbers/shop/windows/" + MINA);
        get(200, windows, "/api/v1/numbers/desk/windows/4917012345");
    }

    @Test
    void aPauseOfAutomationIsAnsweredAsDescribed() throws Exception {
        String pause = CONVERSATION + "/automation";
        String wanda = "/api/v1/numbers/shop/conversations/%2B49%20170%202345678/automation";
        String until = Instant.now().plusSeconds(3_600).toString();
        JsonNode paused =
                call(200, "put", pause, wanda, "{\"paused\":true,\"until\":\"" + until + "\",\"by\":\"Ada\"}");
        assertThat(paused.path("contact").asText()).isEqualTo("491702345678");
        assertThat(Instant.parse(paused.path("until").asText()))
                .isEqualTo(Instant.parse(until).truncatedTo(java.time.temporal.ChronoUnit.MICROS));
        assertThat(paused.path("by").asText()).isEqualTo("Ada");
        webhook(Webhooks.body(Webhooks.change(
                "messages",
                Webhooks.value("\"messages\":[{\"from\":\"491702345678\",\"id\":\"wamid.WANDA\",\"timestamp\":\""
                        + Instant.now().getEpochSecond() + "\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]"))));
        await().until(() ->
                request("get", "/api/v1/numbers/shop/conversations/491702345678", null, "Authorization", "Bearer all")
                                .statusCode()
                        == 200);
        assertThat(get(200, CONVERSATION, "/api/v1/numbers/shop/conversations/491702345678")
                        .path("automation")
                        .path("by")
                        .asText())
                .as("it was set before the first message")
                .isEqualTo("Ada");
        assertThat(call(200, "put", pause, wanda, "{\"paused\":true}")
                        .path("by")
                        .asText())
                .as("the key's name")
                .isEqualTo("all");
        assertThat(call(200, "put", pause, wanda, "{\"paused\":false}")
                        .path("paused")
                        .asBoolean())
                .isFalse();
        for (String bad : List.of(
                "{}",
                "{\"paused\":\"yes\"}",
                "{\"paused\":true,\"untill\":\"" + until + "\"}",
                "{\"paused\":true,\"until\":\"soon\"}",
                "{\"paused\":true,\"until\":\"2020-01-01T00:00:00Z\"}",
                "{\"paused\":false,\"until\":\"" + until + "\"}",
                "{\"paused\":true,\"by\":\"\"}")) {
            assertThat(call(422, "put", pause, wanda, bad).path("detail").asText())
                    .matches("(paused|until|untill|by): .*");
        }
        call(422, "put", pause, "/api/v1/numbers/shop/conversations/0170/automation", "{\"paused\":true}");
        call(404, "put", pause, "/api/v1/numbers/nobody/conversations/491702345678/automation", "{\"paused\":true}");
    }

    @Test
    void aNameOfTheCrmIsAnsweredAsDescribed() throws Exception {
        String path = CONVERSATION + "/name";
        String emma = "/api/v1/numbers/shop/conversations/%2B49%20170%202345679/name";
        JsonNode named = call(200, "put", path, emma, "{\"name\":\" Dr Emma \"}");
        assertThat(named).isEqualTo(JSON.readTree("""
                {"contact":"491702345679","name":"Dr Emma","nameSource":"crm"}"""));
        webhook(Webhooks.body(Webhooks.change(
                "messages",
                Webhooks.value("\"contacts\":[{\"wa_id\":\"491702345679\",\"profile\":{\"name\":\"emmi\"}}],"
                        + "\"messages\":[{\"from\":\"491702345679\",\"id\":\"wamid.EMMA\",\"timestamp\":\""
                        + Instant.now().getEpochSecond() + "\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]"))));
        await().until(() ->
                request("get", "/api/v1/numbers/shop/conversations/491702345679", null, "Authorization", "Bearer all")
                                .statusCode()
                        == 200);
        JsonNode conversation = get(200, CONVERSATION, "/api/v1/numbers/shop/conversations/491702345679");
        assertThat(conversation.path("name").asText()).isEqualTo("Dr Emma");
        assertThat(conversation.path("nameSource").asText()).isEqualTo("crm");
        assertThat(call(200, "delete", path, emma, null)).isEqualTo(JSON.readTree("""
                {"contact":"491702345679","name":"emmi","nameSource":"profile"}"""));
        for (String bad : List.of("{}", "{\"name\":\" \"}", "{\"name\":7}", "{\"nam\":\"x\"}")) {
            assertThat(call(422, "put", path, emma, bad).path("detail").asText())
                    .matches("(name|nam): .*");
        }
        call(422, "put", path, emma, "{\"name\":\"" + "x".repeat(301) + "\"}");
        call(422, "put", path, "/api/v1/numbers/shop/conversations/0170/name", "{\"name\":\"x\"}");
        call(404, "put", path, "/api/v1/numbers/nobody/conversations/491702345679/name", "{\"name\":\"x\"}");
        call(422, "delete", path, "/api/v1/numbers/shop/conversations/0170/name", null);
        call(404, "delete", path, "/api/v1/numbers/nobody/conversations/491702345679/name", null);
    }

    @Test
    void aReadReceiptIsAnsweredAsDescribed() throws Exception {
        String read = "/api/v1/numbers/{n}/messages/{wamid}/read";
        String messages = "/api/v1/numbers/shop/messages/";
        JsonNode done = call(200, "post", read, messages + "wamid.READ%3D%3D/read", "{\"typing\":true}");
        assertThat(done.path("messageId").asText()).isEqualTo("wamid.READ==");
        assertThat(JSON.readTree(lastReceipt)).isEqualTo(JSON.readTree("""
                {"messaging_product":"whatsapp","status":"read","message_id":"wamid.READ==",\
                "typing_indicator":{"type":"text"}}"""));
        call(200, "post", read, messages + "wamid.READ/read", null);
        assertThat(JSON.readTree(lastReceipt).has("typing_indicator")).isFalse();
        JsonNode refused = call(422, "post", read, messages + "wamid.REFUSED/read", null);
        assertThat(refused.path("reason").asText()).isEqualTo("cloud_api_131009");
        assertThat(refused.path("detail").asText()).contains("not valid");
        call(502, "post", read, messages + "wamid.AWAY/read", null);
        call(422, "post", read, messages + "wamid.READ/read", "{\"typing\":1}");
        webhook(Webhooks.inbound(Webhooks.text("wamid.OLD", Instant.now().getEpochSecond() - 31 * 86_400, "old")));
        await().until(() -> request("post", messages + "wamid.OLD/read", null, "Authorization", "Bearer all")
                        .statusCode()
                == 409);
        assertThat(call(409, "post", read, messages + "wamid.OLD/read", null)
                        .path("detail")
                        .asText())
                .contains("older than 30 days");
        call(404, "post", read, "/api/v1/numbers/nobody/messages/wamid.READ/read", null);
    }

    @Test
    void optOutsAndOptInsAreAnsweredAsDescribed() throws Exception {
        String one = "/api/v1/opt-outs/{contact}";
        String wanda = "/api/v1/opt-outs/%2B49%20170%201234567";
        assertThat(get(200, one, wanda).path("optOuts")).isEmpty();
        JsonNode out = call(200, "put", one, wanda, "{\"scope\":\"all\"}");
        assertThat(out.path("contact").asText()).isEqualTo("491701234567");
        assertThat(out.path("optOuts").get(0).path("scope").asText()).isEqualTo("all");
        assertThat(call(200, "put", one, wanda + "?number=shop", null).path("optOuts"))
                .hasSize(2);
        call(422, "put", one, wanda, "{\"scope\":\"some\"}");
        call(422, "put", one, "/api/v1/opt-outs/0170", null);
        call(404, "put", one, wanda + "?number=nobody", null);
        assertThat(call(200, "delete", one, wanda, null).path("optOuts")).isEmpty();

        String list = "/api/v1/opt-outs";
        JsonNode told =
                call(200, "post", list, list, "contact,scope\n+49 170 1234567,all\n0170,all\n\nUS.4f00\n1,x,y\n");
        assertThat(told.path("recorded").asInt()).isEqualTo(2);
        assertThat(told.path("wrong").findValuesAsText("row")).containsExactly("3", "5");
        call(422, "post", list, list, "");
        call(413, "post", list, list, "1".repeat(5 << 20));
        call(404, "post", list, list + "?number=nobody", "US.4f00\n");
        assertThat(get(200, one, "/api/v1/opt-outs/US.4f00")
                        .path("optOuts")
                        .get(0)
                        .path("scope")
                        .asText())
                .isEqualTo("marketing");

        String in = "/api/v1/opt-ins/{contact}";
        assertThat(call(200, "put", in, "/api/v1/opt-ins/491701234567", null).path("optIns"))
                .hasSize(1);
        get(200, in, "/api/v1/opt-ins/491701234567");
        call(200, "delete", in, "/api/v1/opt-ins/491701234567", null);
        call(200, "post", "/api/v1/opt-ins", "/api/v1/opt-ins", "+49 170 1234567\n");
    }

    @Test
    void aRefusalForAnOptOutNamesWhatToChange() throws Exception {
        String ben = "/api/v1/opt-outs/4917099";
        call(200, "put", "/api/v1/opt-outs/{contact}", ben, "{\"scope\":\"all\"}");
        JsonNode accepted = call(
                202, "post", SENDS, SENDS, "{\"id\":\"o-1\",\"from\":\"desk\",\"to\":\"+4917099\"," + TEMPLATE + "}");
        String path = SENDS + "/" + accepted.path("sendId").asText();
        await().until(() -> get(200, ONE_SEND, path).path("state").asText().equals("rejected"));
        assertThat(get(200, ONE_SEND, path).path("reason").asText()).isEqualTo("opted_out");
        assertThat(get(200, ONE_SEND, path).path("detail").asText()).contains("DELETE " + ben);
    }

    @Test
    void aStopInTheChatEndsMarketingAndAStartLetsItComeAgain() throws Exception {
        long now = Instant.now().getEpochSecond() - 60;
        String one = "/api/v1/opt-outs/{contact}";
        String mina = "/api/v1/opt-outs/US.4f00aa11bb22";
        webhook(Webhooks.inbound(Webhooks.text("wamid.STOP", now, "Stop!")));
        await().until(() -> get(200, one, mina).path("optOuts").size() == 1);
        JsonNode standing = get(200, one, mina).path("optOuts").get(0);
        assertThat(standing.path("source").asText()).isEqualTo("person");
        assertThat(standing.path("phoneNumberId").asText()).isEqualTo("100000000000001");
        webhook(Webhooks.inbound(Webhooks.text("wamid.START", now + 5, "START")));
        await().until(() -> get(200, one, mina).path("optOuts").isEmpty());
    }

    @Test
    void aPausedTemplateHoldsItsSendsUntilMetaEndsThePause() throws Exception {
        String value = "\"message_template_name\":\"hello_bye\",\"message_template_language\":\"en-US\"";
        webhook(Webhooks.body(Webhooks.change(
                "message_template_status_update",
                "{\"event\":\"PAUSED\"," + value + ",\"other_info\":{\"title\":\"FIRST_PAUSE\"}}")));
        String templates = "/api/v1/numbers/{n}/templates";
        await().until(() -> get(200, templates, "/api/v1/numbers/shop/templates")
                .path("templates")
                .findValuesAsText("status")
                .contains("paused"));
        JsonNode accepted = call(
                202,
                "post",
                SENDS,
                SENDS,
                "{\"id\":\"p-1\",\"from\":\"shop\",\"to\":\"+49 170 7654321\",\"template\":{\"name\":\"hello_bye\","
                        + "\"language\":\"en_US\"}}");
        String path = SENDS + "/" + accepted.path("sendId").asText();
        await().until(() -> get(200, ONE_SEND, path).path("reason").asText().equals("template_paused"));
        assertThat(get(200, ONE_SEND, path).path("state").asText()).isEqualTo("held");
        webhook(Webhooks.body(Webhooks.change(
                "message_template_status_update",
                "{\"event\":\"APPROVED\"," + value + ",\"other_info\":{\"title\":\"UNPAUSE\"}}")));
        // Every answer of this Meta has the same message id, so another send's status may lift it further.
        await().until(() -> Set.of("submitted", "delivered")
                .contains(get(200, ONE_SEND, path).path("state").asText()));
    }

    @Test
    void templatesAreAnsweredAsDescribed() throws Exception {
        String templates = "/api/v1/numbers/{n}/templates";
        JsonNode list = get(200, templates, "/api/v1/numbers/shop/templates");
        assertThat(list.path("templates").findValuesAsText("name"))
                .containsExactly("hello_bye", "hello_world", "spring_offer");
        get(502, templates, "/api/v1/numbers/desk/templates");
        assertThat(get(200, "/api/v1/alerts", "/api/v1/alerts").path("alerts").findValuesAsText("code"))
                .contains("templates_unreadable");
        get(404, templates, "/api/v1/numbers/nobody/templates");
    }

    @Test
    void aPreviewIsAnsweredAsDescribed() throws Exception {
        String preview = "/api/v1/numbers/{n}/templates/preview";
        String shop = "/api/v1/numbers/shop/templates/preview";
        JsonNode plain = call(200, "post", preview, shop, "{" + TEMPLATE + "}");
        assertThat(plain.path("body").asText()).isEqualTo("Hello.");
        assertThat(plain.has("window")).isFalse();
        String offer = "{\"template\":{\"name\":\"spring_offer\",\"language\":\"en\",\"components\":["
                + "{\"type\":\"header\",\"parameters\":[{\"type\":\"image\",\"image\":{\"link\":\"https://e.example/i.png\"}}]},"
                + "{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"parameter_name\":\"customer\",\"text\":\"Mina $1\"},"
                + "{\"type\":\"text\",\"parameter_name\":\"until\",\"text\":\"May\"}]},"
                + "{\"type\":\"button\",\"sub_type\":\"url\",\"index\":\"0\",\"parameters\":[{\"type\":\"text\",\"text\":\"a7\"}]},"
                + "{\"type\":\"carousel\",\"cards\":[{\"card_index\":0,\"components\":[{\"type\":\"header\",\"parameters\":"
                + "[{\"type\":\"image\",\"image\":{\"id\":\"7\"}}]}]}]}]},\"to\":\"+49 170 1234567\"}";
        JsonNode filled = call(200, "post", preview, shop, offer);
        assertThat(filled.path("body").asText()).isEqualTo("Hi Mina $1, until May everything costs less.");
        assertThat(filled.path("header").path("media").path("link").asText()).isEqualTo("https://e.example/i.png");
        assertThat(filled.path("buttons").get(0).path("url").asText()).isEqualTo("https://example.invalid/a7");
        assertThat(filled.path("cards").get(0).path("body").asText()).isEqualTo("One");
        assertThat(filled.path("window").path("open").asBoolean()).isFalse();
        JsonNode misfit = call(422, "post", preview, shop, offer.replace("\"until\"", "\"till\""));
        assertThat(misfit.path("reason").asText()).isEqualTo("template_parameters");
        assertThat(misfit.path("detail").asText()).contains("customer, until");
        assertThat(call(422, "post", preview, shop, "{" + TEMPLATE.replace("en_US", "xx") + "}")
                        .path("reason")
                        .asText())
                .isEqualTo("template_unknown");
        assertThat(call(422, "post", preview, shop, "{\"template\":{\"name\":7}}")
                        .path("errors")
                        .size())
                .isGreaterThan(1);
        call(422, "post", preview, shop, "{" + TEMPLATE + ",\"to\":\"0170 1\"}");
        call(422, "post", preview, shop, "{}");
        call(502, "post", preview, "/api/v1/numbers/desk/templates/preview", "{" + TEMPLATE + "}");
        call(404, "post", preview, "/api/v1/numbers/nobody/templates/preview", "{" + TEMPLATE + "}");
    }

    @Test
    void campaignsAreAnsweredAsDescribed() throws Exception {
        Path in = data.resolve("campaigns/in");
        Files.writeString(
                in.resolve("two words.csv"),
                "to,template,language,from\n+1 555-010-0077,hello_world,en_US,shop\n0170,hello_world,en_US,shop\n");
        Files.writeString(in.resolve("two words.done"), "");
        Files.writeString(in.resolve("bad.csv"), "to,colour\n1,2\n");
        Files.writeString(in.resolve("bad.done"), "");
        String campaigns = "/api/v1/campaigns";
        await().until(() -> {
            JsonNode all = get(200, campaigns, campaigns).path("campaigns");
            return all.size() >= 2 && all.findValuesAsText("state").containsAll(List.of("finished", "failed"));
        });
        for (JsonNode each : get(200, campaigns, campaigns).path("campaigns")) {
            JsonNode one = get(
                    200, campaigns + "/{id}", each.path("links").path("self").asText());
            assertThat(one.path("id")).isEqualTo(each.path("id"));
            boolean finished = each.path("state").asText().equals("finished");
            for (String table : List.of("results", "rejected")) {
                String path = campaigns + "/{id}/" + table;
                JsonNode answer = get(
                        finished ? 200 : 409,
                        path,
                        each.path("links").path(table).asText());
                if (finished) {
                    assertThat(answer.asText())
                            .startsWith("to,template,language,from")
                            .contains("0170,hello_world,en_US,shop");
                }
                get(404, path, campaigns + "/none/" + table);
                String link = each.path("links").path(table).asText();
                described(403, "get", path, request("get", link, null, "Authorization", "Bearer desk"));
                described(401, "get", path, request("get", link, null));
                if (finished) {
                    assertThat(request("get", link, null, "Authorization", "Bearer read")
                                    .headers()
                                    .firstValue("Content-Disposition"))
                            .contains("attachment; filename=\"two words." + table + ".csv\"");
                }
            }
        }
        for (JsonNode each : get(200, campaigns, campaigns).path("campaigns")) {
            boolean failed = each.path("state").asText().equals("failed");
            String preflight = each.path("links").path("preflight").asText();
            JsonNode report = get(failed ? 409 : 200, campaigns + "/{id}/preflight", preflight);
            assertThat(report.path("rows").asInt()).isEqualTo(failed ? 0 : 2);
        }
        aCampaignThatWaitsIsAnsweredAsDescribed(in);
        assertThat(get(404, campaigns + "/{id}", campaigns + "/none")
                        .path("reason")
                        .asText())
                .isEqualTo("not_found");
    }

    private void aCampaignThatWaitsIsAnsweredAsDescribed(Path in) throws Exception {
        String approve = "/api/v1/campaigns/{id}/approve";
        Files.writeString(in.resolve("slow.campaign.yaml"), "mode: approval\nnumber: shop\n");
        Files.writeString(in.resolve("slow.csv"), "to,template,language\n+1 555-010-0077,hello_world,en_US\n");
        Files.writeString(in.resolve("slow.done"), "");
        String self = await().until(() -> waiting(), found -> !found.isEmpty());
        assertThat(get(200, "/api/v1/campaigns/{id}", self).path("waitsFor").asText())
                .startsWith("It waits for approval: POST ");
        assertThat(described(
                                403,
                                "post",
                                approve,
                                request("post", self + "/approve", "", "Authorization", "Bearer shop only"))
                        .path("detail")
                        .asText())
                .isEqualTo("This API key is limited to some numbers, and this concerns them all.");
        assertThat(get(200, "/api/v1/campaigns/{id}", self).path("state").asText())
                .isEqualTo("waiting");
        assertThat(call(200, "post", approve, self + "/approve", "")
                        .path("state")
                        .asText())
                .isEqualTo("reading");
        await().until(() ->
                get(200, "/api/v1/campaigns/{id}", self).path("state").asText().equals("finished"));
        call(409, "post", approve, self + "/approve", "");
        call(404, "post", approve, "/api/v1/campaigns/none/approve", "");
        get(404, "/api/v1/campaigns/{id}/preflight", "/api/v1/campaigns/none/preflight");
    }

    private String waiting() throws Exception {
        for (JsonNode each : get(200, "/api/v1/campaigns", "/api/v1/campaigns").path("campaigns")) {
            if (each.path("state").asText().equals("waiting")) {
                return each.path("links").path("self").asText();
            }
        }
        return "";
    }

    @Test
    void theHandOnCampaignsIsAnsweredAsDescribed() throws Exception {
        Path in = data.resolve("campaigns/in");
        Files.writeString(
                in.resolve("hand.csv"),
                "to,template,language,from,notBefore\n+1 555-010-0078,hello_world,en_US,desk,"
                        + Instant.now().plusSeconds(3_600) + "\n");
        Files.writeString(in.resolve("hand.done"), "");
        String campaign = "/api/v1/campaigns/{id}";
        String path = await().until(
                        () -> {
                            for (JsonNode each : get(200, "/api/v1/campaigns", "/api/v1/campaigns")
                                    .path("campaigns")) {
                                if (each.path("name").asText().equals("hand")
                                        && each.path("state").asText().equals("running")) {
                                    return each.path("links").path("self").asText();
                                }
                            }
                            return "";
                        },
                        found -> !found.isEmpty());
        JsonNode paused = call(200, "post", campaign + "/pause", path + "/pause", null);
        assertThat(paused.path("state").asText()).isEqualTo("paused");
        assertThat(paused.path("reason").asText()).isEqualTo("operator");
        assertThat(paused.path("pausedBy").asText()).isEqualTo("all");
        call(200, "post", campaign + "/pause", path + "/pause", "");
        assertThat(call(200, "post", campaign + "/resume", path + "/resume", null)
                        .path("state")
                        .asText())
                .isEqualTo("running");
        JsonNode paced = call(200, "post", campaign + "/pace", path + "/pace", "{\"share\":0.5}");
        assertThat(paced.path("paceShare").asDouble()).isEqualTo(0.5);
        assertThat(paced.path("progress").path("accepted").asInt()).isEqualTo(1);
        assertThat(paced.has("eta")).isTrue();
        for (String wrong :
                List.of("{\"share\":0}", "{\"share\":1.1}", "{\"share\":\"half\"}", "{\"part\":1}", "{}", "[")) {
            call(422, "post", campaign + "/pace", path + "/pace", wrong);
        }
        call(413, "post", campaign + "/pace", path + "/pace", " ".repeat(5 << 20));
        call(200, "post", campaign + "/retry-failed", path + "/retry-failed", null);
        call(200, "post", campaign + "/cancel", path + "/cancel", null);
        JsonNode ended = await().until(
                        () -> get(200, campaign, path),
                        one -> one.path("state").asText().equals("finished"));
        assertThat(ended.path("ended").asText()).isEqualTo("cancelled");
        assertThat(ended.path("progress").path("cancelled").asInt()).isEqualTo(1);
        assertThat(ended.path("reasons").get(0).path("reason").asText()).isEqualTo("cancelled");
        call(200, "post", campaign + "/cancel", path + "/cancel", null);
        for (String late : List.of("pause", "resume", "retry-failed", "pace")) {
            JsonNode refused = call(
                    409,
                    "post",
                    campaign + "/" + late,
                    path + "/" + late,
                    late.equals("pace") ? "{\"share\":1}" : null);
            assertThat(refused.path("reason").asText()).isEqualTo("wrong_state");
            assertThat(refused.path("detail").asText()).startsWith("It was cancelled by 'all' at ");
        }
        assertThat(described(
                                403,
                                "post",
                                campaign + "/cancel",
                                request("post", path + "/cancel", null, "Authorization", "Bearer shop only"))
                        .path("reason")
                        .asText())
                .isEqualTo("not_allowed");
    }

    @Test
    void theWebhookIsAnsweredAsDescribed() throws Exception {
        String handshake = "/webhook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
        assertThat(described(200, "get", "/webhook", request("get", handshake + "token", null))
                        .asText())
                .isEqualTo("1158201444");
        described(403, "get", "/webhook", request("get", handshake + "other", null));
        described(401, "post", "/webhook", request("post", "/webhook", "{}"));
        described(413, "post", "/webhook", request("post", "/webhook", " ".repeat(5 << 20)));
        webhook("{");
    }

    @Test
    void repliesDeadLettersAndEventsAreAsDescribed() throws Exception {
        JsonNode messages = Documents.whole(ASYNCAPI).path("components").path("messages");
        JmsTemplate jms = new JmsTemplate(broker);
        jms.setReceiveTimeout(10_000);
        for (String request : List.of(sendTo("j-1", "shop"), "{\"to\":\"0170\"}", "no JSON")) {
            jms.send("wa.send", session -> {
                TextMessage message = session.createTextMessage(request);
                message.setJMSReplyTo(session.createQueue("replies"));
                message.setJMSCorrelationID("key");
                return message;
            });
            Message reply = jms.receive("replies");
            assertThat(reply).as(request).isNotNull();
            assertThat(reply.getJMSCorrelationID()).isEqualTo("key");
            assertThat(strictFaults(
                            messages.path("SendReply").path("payload"), JSON.readTree(((TextMessage) reply).getText())))
                    .as(request)
                    .isEmpty();
        }
        jms.convertAndSend("wa.send", "no JSON");
        Message dead = jms.receive("wa.dead.send");
        assertThat(((TextMessage) dead).getText()).isEqualTo("no JSON");
        for (JsonNode name : messages.path("DeadLetter").path("headers").path("required")) {
            assertThat(dead.getStringProperty(name.asText())).as(name.asText()).isNotEmpty();
        }
        assertThat(dead.getStringProperty("origin")).isEqualTo("wa.send");

        webhook(Webhooks.inbound(Webhooks.text("wamid.EVENT", Instant.now().getEpochSecond() - 30, "hello")));
        List<JsonNode> results = new ArrayList<>();
        for (String channel : List.of("message", "result")) {
            boolean seen = false;
            while (!seen) {
                Message event = jms.receive("Consumer.docs.VirtualTopic.wa." + channel);
                JsonNode body = JSON.readTree(((TextMessage) event).getText());
                assertThat(strictFaults(schema("event"), body))
                        .as(body.toString())
                        .isEmpty();
                assertHeads(messages.path("Event").path("headers"), event, body);
                if (channel.equals("result")) {
                    results.add(body.path("item"));
                }
                String state = body.path("item").path("state").asText();
                seen = body.path("messageId").asText().equals("wamid.EVENT")
                        || (body.path("item").path("id").asText().equals("j-1") && state.equals("submitted"));
            }
        }
        results.forEach(item -> assertThat(strictFaults(schema("result"), item))
                .as(item.toString())
                .isEmpty());
    }

    private static void assertHeads(JsonNode headers, Message event, JsonNode body) throws JMSException {
        for (JsonNode name : headers.path("required")) {
            assertThat(event.getStringProperty(name.asText())).as(name.asText()).isNotNull();
        }
        assertThat(event.getStringProperty("id")).isEqualTo(body.path("id").asText());
        assertThat(event.getStringProperty("type")).isEqualTo(body.path("type").asText());
        assertThat(event.getStringProperty("channel"))
                .isEqualTo(body.path("channel").asText());
    }

    @Test
    void numbersAreLinkedAndLetGoAsDescribed() throws Exception {
        String numbers = "/api/v1/numbers";
        String one = "/api/v1/numbers/{n}";
        String linking = "/api/v1/linking";
        JsonNode before = get(200, linking, linking);
        assertThat(before.path("signup").path("ready").asBoolean()).isTrue();
        assertThat(before.path("checklist").findValuesAsText("code"))
                .contains("app_version", "country", "companions", "unsupported_companions", "steps", "keep_open")
                .contains("number_in_app", "credit_line", "no_blue_tick")
                .contains("chats", "contacts", "features", "phone_only", "automatic_answers");
        assertThat(before.path("checklist").findValuesAsText("text"))
                .anyMatch(text -> text.contains("disappearing messages, view-once and live location are switched off"))
                .anyMatch(text -> text.contains("Groups, voice and video calls, channels, catalogue, orders, status"))
                .anyMatch(text -> text.contains("may double what a bot says"))
                .anyMatch(text -> text.contains("not in the consumer app (R2). Move it there first"))
                .anyMatch(text ->
                        text.contains("No former partner shares its line of credit with the account any more (R12)"))
                .anyMatch(
                        text -> text.contains("an official business account, and calls by the API, are not to be had"));
        assertThat(before.path("signup").path("login")).hasToString("""
                {"config_id":"710000000000001","response_type":"code","override_default_response_type":true,\
                "extras":{"setup":{},"featureType":"whatsapp_business_app_onboarding","sessionInfoVersion":"3",\
                "version":"v4"}}""");
        assertThat(before.path("signup").path("finishEvent").asText())
                .isEqualTo("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");

        String token = "a-token-that-nobody-may-see";
        String elsewhere = "{\"accessToken\":\"" + token + "\",\"wabaId\":\"900000000000009\","
                + "\"phoneNumberId\":\"100000000000009\",\"linkedAt\":\"2026-11-01T00:00:00Z\",\"alias\":\"berlin\","
                + "\"limits\":{\"combinedPerSecond\":\"off\"},\"defaultTemplate\":\"hello_world/en_US\"}";
        JsonNode linked = call(201, "post", numbers, numbers, elsewhere);
        assertThat(linked.path("state").asText()).isEqualTo("linked");
        assertThat(linked.path("next").asText())
                .isEqualTo(
                        "Keep WhatsApp Business open on the phone until the past has come, and link the companion devices"
                                + " again by hand.");
        JsonNode number = get(200, one, numbers + "/berlin");
        assertThat(number.path("linking"))
                .hasToString("{\"owner\":\"database\",\"token\":\"database\",\"autoHistory\":\"last-hour\"}");
        assertThat(number.path("limits").path("combinedPerSecond").asText()).isEqualTo("off");
        assertThat(number.path("displayPhoneNumber").asText()).isEqualTo("15550100009");
        assertThat(linked + " " + number + get(200, linking, linking)).doesNotContain(token);
        call(202, "post", SENDS, SENDS, sendTo("s-berlin", "berlin"));

        call(409, "post", numbers, numbers, elsewhere);
        String other = elsewhere.replace("100000000000009", "100000000000001").replace("2026-11", "2026-09");
        call(409, "post", numbers, numbers, other);
        call(422, "post", numbers, numbers, "{\"alias\":\"berlin\",\"colour\":1}");
        call(422, "post", numbers, numbers, "{\"alias\":\"1\"}");
        call(422, "post", numbers, numbers, "{\"code\":\"x\",\"wabaId\":\"900000000000009\",\"alias\":\"b2\"}");
        JsonNode left = call(
                422,
                "post",
                numbers,
                numbers,
                "{\"event\":{\"event\":\"CANCEL\",\"data\":{\"error_message\":\"a line of credit is shared\"}}}");
        assertThat(left.path("reason").asText()).isEqualTo("credit_line_shared");
        // This Meta answers every code with something else than a token.
        JsonNode refused = call(
                422,
                "post",
                numbers,
                numbers,
                "{\"code\":\"AQ1\",\"wabaId\":\"900000000000009\",\"alias\":\"b2\",\"confirmed\":true}");
        assertThat(refused.path("reason").asText()).isEqualTo("code_refused");
        described(403, "post", numbers, request("post", numbers, elsewhere, "Authorization", "Bearer desk"));
        described(403, "get", linking, request("get", linking, null, "Authorization", "Bearer desk"));

        JsonNode waits = call(
                202,
                "post",
                numbers,
                numbers,
                "{\"accessToken\":\"t\",\"wabaId\":\"900000000000009\",\"alias\":\"b3\"}");
        assertThat(waits.path("problem").path("reason").asText()).isEqualTo("not_found");
        assertThat(waits.has("next")).as("only once it is linked").isFalse();
        String id = waits.path("id").asText();
        call(202, "post", linking + "/{id}/retry", linking + "/" + id + "/retry", "{\"alias\":\"b4\"}");
        call(422, "post", linking + "/{id}/retry", linking + "/" + id + "/retry", "{\"alias\":\"4\"}");
        assertThat(get(200, "/api/v1/alerts", "/api/v1/alerts").toString()).contains("linking_waits");
        call(200, "delete", linking + "/{id}", linking + "/" + id, null);
        call(409, "delete", linking + "/{id}", linking + "/" + id, null);
        call(409, "post", linking + "/{id}/retry", linking + "/" + id + "/retry", null);
        assertThat(get(200, "/api/v1/alerts", "/api/v1/alerts").toString()).doesNotContain("linking_waits");

        String renew = one + "/token";
        String ends = "\"expiresAt\":\"2100-01-01T00:00:00Z\"";
        JsonNode renewed =
                call(200, "put", renew, numbers + "/berlin/token", "{\"accessToken\":\"" + token + "\"," + ends + "}");
        assertThat(renewed.toString()).contains(ends).doesNotContain(token);
        assertThat(get(200, one, numbers + "/berlin").path("linking").toString())
                .contains(ends);
        call(200, "put", renew, numbers + "/berlin/token", "{\"accessToken\":\"" + token + "\"}");
        assertThat(get(200, one, numbers + "/berlin").path("linking").has("expiresAt"))
                .isFalse();
        call(
                422,
                "put",
                renew,
                numbers + "/berlin/token",
                "{\"accessToken\":\"t\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
        call(422, "put", renew, numbers + "/berlin/token", "{\"tokenRef\":\"env:NOWHERE_AT_ALL\"}");
        call(422, "put", renew, numbers + "/berlin/token", "{}");
        call(409, "put", renew, numbers + "/shop/token", "{\"accessToken\":\"t\"}");

        call(409, "delete", one, numbers + "/shop", null);
        call(200, "delete", one, numbers + "/berlin", null);
        get(404, one, numbers + "/berlin");
        call(404, "delete", one, numbers + "/berlin", null);
    }
}
