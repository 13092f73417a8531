package dev.tandem.simulator.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The subscription handshake: the receiver must hand back the challenge, and only for the right token. */
public final class Handshake {
    private static final String CHALLENGE = "1158201444";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * How it went.
     *
     * @param answer what came back, or why nothing did
     */
    public record Result(boolean verified, String answer) {}

    public Result with(WebhookTarget target) {
        String query = "hub.mode=subscribe&hub.challenge=" + CHALLENGE + "&hub.verify_token="
                + URLEncoder.encode(target.verifyToken(), StandardCharsets.UTF_8);
        URI uri = URI.create(target.url() + (target.url().getQuery() == null ? "?" : "&") + query);
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
            boolean verified = answer.statusCode() == 200 && answer.body().equals(CHALLENGE);
            return new Result(verified, answer.statusCode() + " " + answer.body());
        } catch (IOException e) {
            return new Result(false, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(false, "interrupted");
        }
    }
}
