package dev.tandem.cloudapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A Meta of the test's: answers every call as the test says, and remembers what it was asked. Thread-safe. */
final class TestMeta implements AutoCloseable {

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile Function<Asked, String> answer = call -> "{}";

    /** One call. */
    record Asked(String method, URI uri, String authorization, String body) {}

    TestMeta() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Asked call = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(call);
        byte[] body = answer.apply(call).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    void answers(int newStatus, String body) {
        answers(newStatus, call -> body);
    }

    void answers(int newStatus, Function<Asked, String> body) {
        status = newStatus;
        answer = body;
    }

    List<Asked> asked() {
        return asked;
    }

    /** Base URL and version. */
    String graphUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v25.0";
    }

    /** The shop's number at this Meta. */
    BusinessNumber shop(String token) {
        return shopAt(graphUrl(), token);
    }

    /** The desk's number at this Meta: of another account. */
    BusinessNumber desk(String token) {
        return at(TestNumbers.DESK, graphUrl(), token);
    }

    /** The shop's number at some address. */
    static BusinessNumber shopAt(String graphUrl, String token) {
        return at(TestNumbers.SHOP, graphUrl, token);
    }

    private static BusinessNumber at(BusinessNumber number, String graphUrl, String token) {
        return new BusinessNumber(
                number.alias(),
                number.phoneNumberId(),
                number.displayPhoneNumber(),
                number.wabaId(),
                token,
                number.linkedAt(),
                graphUrl,
                null,
                null,
                number.limits());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
