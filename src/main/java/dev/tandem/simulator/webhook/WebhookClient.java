package dev.tandem.simulator.webhook;

import dev.tandem.simulator.meta.Signature;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Posts one body to the receiver, signed with the secret of that moment. Thread-safe. */
final class WebhookClient {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** Posts without blocking; ends with the HTTP status, or exceptionally if there was no answer. */
    CompletableFuture<Integer> post(byte[] body, WebhookTarget target) {
        try {
            HttpRequest request = HttpRequest.newBuilder(target.url())
                    .timeout(ANSWER_WITHIN)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "facebookexternalua")
                    .header(Signature.HEADER, Signature.of(body, target.appSecret()))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            return client.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // such as a URL nobody can call: a failure like any other
        }
    }
}
