package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/** The engine's HTTP side as a client sees it. */
final class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String baseUrl;
    private final String key;

    Api(String baseUrl, String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    Api withKey(String other) {
        return new Api(baseUrl, other);
    }

    Http.Answer get(String path) {
        return call("GET", path, new byte[0], Map.of());
    }

    Http.Answer post(String path, String json) {
        return call("POST", path, bytes(json), Map.of());
    }

    Http.Answer delete(String path) {
        return call("DELETE", path, new byte[0], Map.of());
    }

    /** A call under {@code /api/v1}. */
    Http.Answer call(String method, String path, byte[] body, Map<String, String> headers) {
        return Http.call(method, baseUrl + "/api/v1" + path, headers(headers), body);
    }

    /** The engine's health, as a load balancer asks for it. */
    Http.Answer health() {
        return Http.call("GET", baseUrl + "/actuator/health", Map.of(), new byte[0]);
    }

    /** As {@link #call}, for callers that expect a connection to break. */
    Http.Answer tryCall(String method, String path, byte[] body) throws IOException {
        return Http.tryCall(method, baseUrl + "/api/v1" + path, headers(Map.of()), body);
    }

    private Map<String, String> headers(Map<String, String> given) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        if (!key.isEmpty()) {
            headers.put("Authorization", "Bearer " + key);
        }
        headers.putAll(given);
        return headers;
    }

    Http.Answer postSend(String json) {
        return post("/sends", json);
    }

    /** Sends and expects to be told that it is accepted; returns the sendId. */
    String accepted(String json) {
        Http.Answer answer = postSend(json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().path("sendId").asText();
    }

    /** Every send of a number, the latest first. */
    List<JsonNode> sends(String alias) {
        return pages("/sends?from=" + alias + "&limit=500", "sends", "before");
    }

    /** Everything that was said with a person, the latest first. */
    List<JsonNode> messages(String alias, String contact) {
        return pages("/numbers/" + alias + "/conversations/" + contact + "/messages?limit=100", "messages", "next");
    }

    /** Every conversation of a number. */
    List<JsonNode> conversations(String alias) {
        return pages("/numbers/" + alias + "/conversations?limit=100", "conversations", "next");
    }

    private List<JsonNode> pages(String path, String list, String cursor) {
        List<JsonNode> all = new ArrayList<>();
        String before = "";
        while (true) {
            Http.Answer answer = get(path + before);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonNode page = answer.json();
            page.path(list).forEach(all::add);
            if (!page.has(cursor)) {
                return all;
            }
            before = "&before=" + page.path(cursor).asText();
        }
    }

    JsonNode sendOf(String sendId) {
        Http.Answer answer = get("/sends/" + sendId);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Waits until a send is in one of the states, and hands it back. */
    JsonNode awaitState(String sendId, String... states) {
        return Awaitility.await("send " + sendId + " is " + String.join(" or ", states))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sendOf(sendId), send -> Set.of(states)
                        .contains(send.path("state").asText()));
    }

    /** Waits until Meta has the message, whatever statuses came meanwhile. */
    JsonNode awaitSubmitted(String sendId) {
        return awaitState(sendId, "submitted", "sent", "delivered", "read");
    }

    /** Waits until a send is held for a reason. */
    JsonNode awaitHeld(String sendId, String reason) {
        return Awaitility.await("send " + sendId + " is held: " + reason)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> sendOf(sendId),
                        send -> send.path("state").asText().equals("held")
                                && send.path("reason").asText().equals(reason));
    }

    /** @return the engine's time now */
    Instant advanceClock(String by) {
        Http.Answer answer = post("/clock", "{\"advance\":\"" + by + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Instant.parse(answer.json().path("now").asText());
    }

    /** Posts a webhook with a fitting signature. */
    Http.Answer webhook(byte[] body) {
        return webhook(body, "sha256=" + hmac(body, EngineProcess.APP_SECRET));
    }

    /** Posts a webhook with any signature, or with none when it is empty. */
    Http.Answer webhook(byte[] body, String signature) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        if (!signature.isEmpty()) {
            headers.put("X-Hub-Signature-256", signature);
        }
        return Http.call("POST", baseUrl + "/webhook", headers, body);
    }

    static String hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
