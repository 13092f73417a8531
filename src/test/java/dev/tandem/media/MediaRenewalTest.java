package dev.tandem.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphMedia;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MediaHosts;
import dev.tandem.domain.MovableClock;
import dev.tandem.simulator.SimulatorApplication;
import dev.tandem.store.JdbcMediaUploads;
import dev.tandem.store.TestDatabases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A file is sent for weeks: the simulator refuses an id that it forgot, and never has to. */
class MediaRenewalTest {

    private static final String TOKEN = "simulator-token-shop";
    private static final String SHOP = "100000000000001";

    private static ConfigurableApplicationContext simulator;

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(Clock.systemUTC());

    @BeforeAll
    static void start() {
        simulator = SimulatorApplication.start(
                "--tandem.simulator.port=0",
                "--tandem.simulator.tidy=true",
                "--tandem.simulator.webhook-url=http://127.0.0.1:9/webhook");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static String base() {
        return SimulatorApplication.baseUrl(simulator);
    }

    private static HttpResponse<String> post(String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the document under this id to somebody who wrote just now. */
    private static String send(String metaId) throws Exception {
        control("/numbers/shop/inbound", "{\"from\":\"+491701234567\",\"message\":\"the list?\"}");
        HttpResponse<String> answer = post(
                "/v25.0/" + SHOP + "/messages",
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+491701234567\",\"type\":\"document\",\"document\":{\"id\":\""
                        + metaId + "\"}}");
        return answer.statusCode() + " " + answer.body();
    }

    private static void control(String path, String json) throws Exception {
        HttpResponse<String> answer = post("/control" + path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void pass(int days) throws Exception {
        control("/clock", "{\"advance\":\"" + days + "d\"}");
        clock.advance(Duration.ofDays(days));
    }

    @Test
    void anIdIsRenewedBeforeMetaForgetsIt() throws Exception {
        BusinessNumber shop = new BusinessNumber(
                "shop",
                SHOP,
                "15550100001",
                "900000000000001",
                TOKEN,
                Instant.EPOCH,
                base() + "/v25.0",
                null,
                null,
                new Limits(OptionalInt.of(20), true, false, OptionalInt.of(5), 6, 45));
        JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.hsqldb());
        TestDatabases.empty(jdbc);
        FileBook book =
                new JdbcMediaUploads(jdbc, new TransactionTemplate(new JdbcTransactionManager(TestDatabases.hsqldb())));
        FileDesk desk = new FileDesk(
                new OutgoingFiles(folder), book, new GraphMedia(new GraphClient(), new MediaHosts(List.of())), clock);
        Files.writeString(folder.resolve("list.pdf"), "%PDF");
        // The number was linked just now, and only what is written later opens a window.
        pass(1);
        String first = desk.upload(shop, "list.pdf");
        assertThat(send(first)).startsWith("200 ");
        pass(28);
        assertThat(desk.metaId(shop, "list.pdf")).isEqualTo(first);
        assertThat(send(first)).startsWith("200 ");
        pass(1);
        assertThat(desk.standing(shop, "list.pdf")).isInstanceOf(FileDesk.Standing.NotUploaded.class);
        String second = desk.upload(shop, "list.pdf");
        pass(2);
        assertThat(send(first)).as("Meta has forgotten it").startsWith("400 ").contains("media attachment ID");
        assertThat(desk.metaId(shop, "list.pdf")).isEqualTo(second);
        assertThat(send(second)).startsWith("200 ");
    }
}
