package dev.tandem.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Takes webhooks as an engine would, and remembers them. */
final class WebhookReceiver implements AutoCloseable {
    record Post(byte[] body, String signature, String query) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final AtomicInteger toRefuse = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private volatile Consumer<Post> taker = posts::add;

    WebhookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/webhook", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhook";
    }

    List<Post> posts() {
        return posts;
    }

    void clear() {
        posts.clear();
    }

    /** Answers the next posts with 503. */
    void refuse(int howMany) {
        toRefuse.set(howMany);
    }

    /** Hands posts on instead of remembering them. */
    void handTo(Consumer<Post> other) {
        taker = other;
    }

    /** Takes its time over every post. */
    void slowDown(Duration each) {
        delay = each;
    }

    /** All items of a list such as statuses, in the order they came. */
    List<JsonNode> items(String list) {
        List<JsonNode> items = new ArrayList<>();
        for (Post post : posts) {
            values(post).forEach(value -> value.path(list).forEach(items::add));
        }
        return items;
    }

    List<JsonNode> values(Post post) {
        List<JsonNode> values = new ArrayList<>();
        read(post).path("entry").forEach(entry -> entry.path("changes").forEach(c -> values.add(c.path("value"))));
        return values;
    }

    JsonNode read(Post post) {
        try {
            return JSON.readTree(post.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> await(String list, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> items(list).size() >= count);
        return items(list);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        if (exchange.getRequestMethod().equals("GET")) {
            String challenge = query.contains("hub.verify_token=simulator-verify-token")
                    ? query.replaceAll(".*hub\\.challenge=(\\d+).*", "$1")
                    : "";
            answer(exchange, challenge.isEmpty() ? 403 : 200, challenge);
            return;
        }
        LockSupport.parkNanos(delay.toNanos());
        taker.accept(new Post(body, exchange.getRequestHeaders().getFirst("X-Hub-Signature-256"), query));
        boolean refused = toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        answer(exchange, refused ? 503 : 200, "");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
