package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Limits;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.routes.RoutesFromFiles;
import dev.tandem.steps.LaneSteps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lane from its real file, with a Meta of the test's and a database that can be away. */
class LaneRouteTest {

    private static final String PERSON = "4915112300001";

    private static final String TOKEN = "EAAG0123456789-of-the-shop";

    private final AtomicInteger requests = new AtomicInteger();
    private final HttpClientConfigurer oneRequestOnly = builder -> builder.disableAutomaticRetries();
    private HttpServer meta;
    private BusinessNumber number;
    private SendRoom room;
    private RoutesFromFiles routes;

    /** What Meta does with a request; the database goes away in that moment. */
    @FunctionalInterface
    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        meta = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        meta.start();
        String url = "http://127.0.0.1:" + meta.getAddress().getPort();
        SendRoom.empty();
        number = at(url);
        room = new SendRoom(new NumberDirectory(List.of(number)), SendRoom.START);
        room.wrote.put(PERSON, SendRoom.START.minusSeconds(60));
        routes = RoutesFromFiles.start(
                Map.of(
                        "lane",
                        new LaneSteps(room.lane, room.paces, new RequestsUnderWay(), (number, file) -> "id of " + file),
                        "oneRequestOnly",
                        oneRequestOnly),
                Map.of(
                        "tandem.graph.base-url",
                        url,
                        "tandem.graph.connect-timeout-millis",
                        "5000",
                        "tandem.graph.answer-timeout-millis",
                        "5000"),
                "send/number-lane.camel.yaml");
        routes.camel.addRouteFromTemplate(
                "lane",
                "number-lane",
                Map.of(
                        "phoneNumberId", SendRoom.SHOP.phoneNumberId(),
                        "consumers", 1,
                        "ceilingRequests", 10,
                        "ceilingMillis", 500));
        room.feeder.open();
    }

    /** One message a second, so that the next slot is that of the last request. */
    private static BusinessNumber at(String url) {
        BusinessNumber shop = SendRoom.SHOP;
        return new BusinessNumber(
                shop.alias(),
                shop.phoneNumberId(),
                shop.displayPhoneNumber(),
                shop.wabaId(),
                TOKEN,
                shop.linkedAt(),
                url + "/v25.0",
                null,
                null,
                new Limits(OptionalInt.of(1), false, false, OptionalInt.empty(), 0, 0));
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
        meta.stop(0);
    }

    /** Sends one text through the lane; the next three transactions after the request has come fail. */
    private Send leave(Answering answering) {
        meta.createContext("/", exchange -> {
            requests.incrementAndGet();
            room.databaseAway.set(3);
            answering.answer(exchange);
        });
        Send send = room.text("1", PERSON);
        routes.producer()
                .sendBody("activemq6:queue:wa.lane." + SendRoom.SHOP.phoneNumberId(), Long.toString(send.id()));
        return send;
    }

    private static void taken(HttpExchange exchange) throws IOException {
        byte[] body = "{\"messages\":[{\"id\":\"wamid.1\"}]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void anAnswerIsRecordedWhenTheDatabaseComesBack() {
        Send send = leave(LaneRouteTest::taken);
        await().until(() -> room.now(send).state() == SendState.SUBMITTED);
        assertThat(room.now(send).progress().wamid()).isEqualTo("wamid.1");
        assertThat(room.databaseAway).hasValue(0);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aSlotIsFreeASecondAfterTheAnswer() {
        Send send = leave(exchange -> {
            room.clock.advance(Duration.ofSeconds(10));
            taken(exchange);
        });
        await().until(() -> room.now(send).state() == SendState.SUBMITTED);
        PaceBook.Slot next = room.paces.take(number).orElseThrow();
        assertThat(next.delayMillis()).isGreaterThanOrEqualTo(1_000);
    }

    /** A refused connection to the database is none to Meta: that one would be sent again. */
    @Test
    void anAnswerThatWasLostStaysLostWhenTheDatabaseComesBack() {
        Send send = leave(HttpExchange::close);
        await().until(() -> room.now(send).state() == SendState.UNKNOWN);
        assertThat(room.databaseAway).hasValue(0);
        assertThat(requests).hasValue(1);
    }

    /** Meta's words about a token repeat it; ledger, timeline and event have it not. */
    @Test
    void whatMetaSaysOfTheTokenIsKeptWithoutIt() {
        Send send = leave(exchange -> {
            byte[] body = ("{\"error\":{\"code\":100,\"type\":\"OAuthException\",\"message\":\"Malformed access token "
                            + TOKEN + "\",\"fbtrace_id\":\"A\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        await().until(() -> room.now(send).state() == SendState.FAILED);
        assertThat(room.jdbc.queryForList("select detail from send", String.class))
                .singleElement()
                .asString()
                .contains("Malformed access token ***");
        for (String table : List.of("send", "send_timeline", "outbox", "alert")) {
            assertThat(room.jdbc.queryForList("select * from " + table).toString())
                    .as(table)
                    .doesNotContain(TOKEN);
        }
        assertThat(room.jdbc.queryForList("select body from outbox", String.class))
                .anyMatch(event -> event.contains("Malformed access token ***"));
    }
}
