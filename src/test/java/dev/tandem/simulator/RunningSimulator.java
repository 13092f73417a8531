package dev.tandem.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;

/** A simulator on a free port with a receiver for its webhooks, and the calls one makes to it. */
final class RunningSimulator implements AutoCloseable {
    static final String SHOP = "100000000000001";
    static final String SHOP_TOKEN = "simulator-token-shop";
    static final String MINA = "+491701234567";

    private static final ObjectMapper JSON = new ObjectMapper();

    record Answer(int status, String text) {
        JsonNode json() {
            return parse(text);
        }

        int errorCode() {
            return json().path("error").path("code").asInt(-1);
        }

        String wamid() {
            return json().path("messages").path(0).path("id").asText();
        }
    }

    private final WebhookReceiver receiver = new WebhookReceiver();
    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String baseUrl;

    RunningSimulator(boolean tidy) {
        context = SimulatorApplication.start(
                "--tandem.simulator.port=0",
                "--tandem.simulator.tidy=" + tidy,
                "--tandem.simulator.webhook-url=" + receiver.url());
        baseUrl = SimulatorApplication.baseUrl(context);
    }

    WebhookReceiver receiver() {
        return receiver;
    }

    String baseUrl() {
        return baseUrl;
    }

    /** Takes back what a test changed, so that the next one starts from the same place. */
    void reset() {
        control("DELETE", "/faults", "");
        control("DELETE", "/behaviour", "");
        control("DELETE", "/received", "");
        receiver.refuse(0);
        receiver.slowDown(Duration.ZERO);
        awaitQuiet();
        control("DELETE", "/received", "");
        receiver.clear();
    }

    /** Waits until no webhook is on its way or to come, and lets retries of next week come now. */
    void awaitQuiet() {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            JsonNode webhooks = get("/webhooks");
            if (webhooks.path("scheduled").asInt() > 0) {
                advance("6h");
            }
            return webhooks.path("waiting").asInt() == 0
                    && webhooks.path("scheduled").asInt() == 0;
        });
    }

    /** Makes a number of its own for a test and hands back its id. */
    String number(String id, String json) {
        control("PUT", "/numbers/" + id, json);
        return id;
    }

    Answer send(String phoneNumberId, String json) {
        return call("POST", "/v25.0/" + phoneNumberId + "/messages", tokenOf(phoneNumberId), json);
    }

    Answer sendText(String phoneNumberId, String to, String body) {
        return send(phoneNumberId, text(to, body, body));
    }

    Answer sendTemplate(String phoneNumberId, String to, String attempt) {
        return send(phoneNumberId, hello(to, attempt));
    }

    static String text(String to, String body, String attempt) {
        return """
                {"messaging_product":"whatsapp","to":"%s","type":"text","text":{"body":"%s"},
                 "biz_opaque_callback_data":"%s"}""".formatted(to, body, attempt);
    }

    static String hello(String to, String attempt) {
        return """
                {"messaging_product":"whatsapp","to":"%s","type":"template",
                 "template":{"name":"hello_world","language":{"code":"en_US"}},"biz_opaque_callback_data":"%s"}""".formatted(to, attempt);
    }

    JsonNode inbound(String number, String from, String text) {
        return control(
                "POST",
                "/numbers/" + number + "/inbound",
                "{\"from\":\"%s\",\"message\":\"%s\"}".formatted(from, text));
    }

    JsonNode received(String number) {
        return get("/numbers/" + number + "/received");
    }

    JsonNode get(String path) {
        return control("GET", path, "");
    }

    JsonNode advance(String by) {
        return control("POST", "/clock", "{\"advance\":\"" + by + "\"}");
    }

    JsonNode behaviour(String json) {
        return control("PUT", "/behaviour", json);
    }

    JsonNode faults(String json) {
        return control("PUT", "/faults", json);
    }

    JsonNode control(String method, String path, String json) {
        Answer answer = call(method, "/control" + path, "", json);
        if (answer.status() != 200) {
            throw new AssertionError(method + " " + path + " answered " + answer);
        }
        return answer.json();
    }

    Answer call(String method, String path, String token, String body) {
        try {
            return tryCall(method, path, token, body);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        }
    }

    Answer tryCall(String method, String path, String token, String body) throws IOException {
        return tryCall(method, path, token, "application/json", body);
    }

    /** A POST with a body of another type. */
    Answer callAs(String contentType, String path, String token, String body) {
        try {
            return tryCall("POST", path, token, contentType, body);
        } catch (IOException e) {
            throw new AssertionError(path + " got no answer", e);
        }
    }

    private Answer tryCall(String method, String path, String token, String contentType, String body)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    private static String tokenOf(String phoneNumberId) {
        return phoneNumberId.equals(SHOP) ? SHOP_TOKEN : "simulator-token-" + phoneNumberId;
    }

    @Override
    public void close() {
        context.close();
        receiver.close();
    }
}
