package dev.tandem.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphMedia;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Event;
import dev.tandem.domain.Limits;
import dev.tandem.domain.MediaHosts;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import dev.tandem.simulator.SimulatorApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Files fetched from the simulator, and from a Meta with every fault; a second port writes down every header it gets. */
class MediaFetchTest {

    private static final String SHOP = "100000000000001";
    private static final String TOKEN = "simulator-token-shop";
    private static final byte[] PHOTO = "a photo of a blue chair".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ConfigurableApplicationContext simulator;
    private static HttpServer foreign;
    private static final List<Map<String, List<String>>> FOREIGN_CALLS = new CopyOnWriteArrayList<>();

    @TempDir
    Path scratch;

    private final MovableClock clock = new MovableClock(Clock.fixed(Instant.now(), ZoneOffset.UTC));
    private final Book book = new Book();
    private final Map<String, byte[]> shelved = new HashMap<>();
    private Instant writtenAt = clock.instant();
    private int shelfFailures;
    private MediaFetch fetch;

    private final MediaShelf shelf = new MediaShelf() {
        @Override
        public void keep(String name, String contentType, Path file) {
            if (shelfFailures-- > 0) {
                throw new IllegalStateException("the disk is full");
            }
            try {
                shelved.put(name, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void discard(String name) {
            shelved.remove(name);
        }
    };

    /** One row in memory. */
    private static final class Book implements MediaBook {
        Optional<MediaItem> row = Optional.empty();
        final List<Event> events = new ArrayList<>();
        Facts facts;
        boolean forgottenMeanwhile;

        @Override
        public Optional<MediaItem> find(String id) {
            return row;
        }

        @Override
        public List<MediaItem> claim(Instant now, Instant until, int max) {
            return row.filter(item -> item.dueAt() != null && !item.dueAt().isAfter(now)).stream()
                    .toList();
        }

        @Override
        public void releaseClaims(Instant now) {
            // Nothing is claimed here.
        }

        @Override
        public boolean ready(MediaItem item, Facts found, Instant now, Function<MessageOf, Event> event) {
            if (forgottenMeanwhile) {
                row = Optional.empty();
                return false;
            }
            facts = found;
            return settle(item, MediaState.READY, null, event);
        }

        @Override
        public boolean gone(MediaItem item, Cause cause, Instant now, Function<MessageOf, Event> event) {
            return settle(item, MediaState.GONE, cause, event);
        }

        private boolean settle(MediaItem item, MediaState state, Cause cause, Function<MessageOf, Event> event) {
            row = Optional.of(with(item, state, cause, item.failures(), null));
            events.add(event.apply(
                    new MessageOf("491701234567", "user", "in", "look", item.writtenAt(), "{\"type\":\"image\"}")));
            return true;
        }

        @Override
        public void later(MediaItem item, Cause cause, Instant dueAt) {
            row = Optional.of(with(item, MediaState.FETCHING, cause, item.failures() + 1, dueAt));
        }

        @Override
        public List<String> discarded(int max) {
            return List.of();
        }

        @Override
        public void left(String shelfName) {
            // Nothing is discarded here.
        }
    }

    private static MediaItem with(MediaItem item, MediaState state, Cause cause, int failures, Instant dueAt) {
        return new MediaItem(
                item.id(),
                item.phoneNumberId(),
                item.messageId(),
                item.contentType(),
                item.fileName(),
                item.sha256(),
                item.shelfName(),
                null,
                state,
                cause,
                failures,
                dueAt,
                item.writtenAt(),
                item.receivedAt());
    }

    @BeforeAll
    static void startBoth() throws IOException {
        simulator = SimulatorApplication.start(
                "--tandem.simulator.port=0",
                "--tandem.simulator.tidy=true",
                "--tandem.simulator.webhook-url=http://127.0.0.1:9/webhook");
        foreign = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        foreign.createContext("/", exchange -> {
            FOREIGN_CALLS.add(Map.copyOf(exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(200, PHOTO.length);
            exchange.getResponseBody().write(PHOTO);
            exchange.close();
        });
        foreign.start();
    }

    @AfterAll
    static void stopBoth() {
        simulator.close();
        foreign.stop(0);
    }

    @BeforeEach
    void room() {
        FOREIGN_CALLS.clear();
        fetch = fetch(SimulatorApplication.baseUrl(simulator) + "/v25.0");
    }

    @AfterEach
    void nothingIsLeftBehindAndNoTokenWentElsewhere() throws IOException {
        try (var files = Files.list(scratch)) {
            assertThat(files).isEmpty();
        }
        assertThat(FOREIGN_CALLS).as("calls of a foreign host").isEmpty();
    }

    private MediaFetch fetch(String graphUrl) {
        BusinessNumber shop = new BusinessNumber(
                "shop",
                SHOP,
                "15550100001",
                "900000000000001",
                TOKEN,
                Instant.EPOCH,
                graphUrl,
                null,
                null,
                new Limits(OptionalInt.of(20), true, false, OptionalInt.of(5), 6, 45));
        MediaHosts hosts = new MediaHosts(List.of("lookaside.fbsbx.com", "*.fbcdn.net", "*.whatsapp.net"));
        return new MediaFetch(
                book,
                new GraphMedia(new GraphClient(), hosts),
                shelf,
                new NumberDirectory(List.of(shop)),
                scratch,
                clock);
    }

    private static JsonNode control(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(SimulatorApplication.baseUrl(simulator) + "/control" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String elsewhere() {
        return "http://127.0.0.1:" + foreign.getAddress().getPort() + "/steal";
    }

    /** Mina sends the photo, with a fault of the simulator's; the row is made as its webhook would. */
    private void photo(String fault) {
        control(
                "POST",
                "/numbers/" + SHOP + "/inbound",
                "{\"from\":\"+491701234567\",\"message\":{\"type\":\"image\",\"image\":{\"bytes\":\"%s\",\"fault\":\"%s\",\"target\":\"%s\"}}}"
                        .formatted(Base64.getEncoder().encodeToString(PHOTO), fault, elsewhere()));
        JsonNode all = control("GET", "/numbers/" + SHOP + "/media", "").path("media");
        JsonNode last = all.get(all.size() - 1);
        row(last.path("id").asText(), last.path("sha256").asText());
    }

    private void row(String id, String sha256) {
        book.row = Optional.of(new MediaItem(
                id,
                SHOP,
                "wamid.1",
                "image/jpeg",
                null,
                sha256,
                SHOP + "/" + id + ".jpg",
                null,
                MediaState.FETCHING,
                null,
                0,
                clock.instant(),
                writtenAt,
                clock.instant()));
    }

    private MediaItem item() {
        return book.row.orElseThrow();
    }

    private void assertIsTriedAgain(Reason reason, String words) {
        fetch.fetch(item());
        assertThat(item().state()).isEqualTo(MediaState.FETCHING);
        assertThat(item().cause().reason()).isEqualTo(reason);
        assertThat(item().cause().detail()).contains(words).doesNotContain(TOKEN);
        assertThat(item().failures()).isEqualTo(1);
        assertThat(item().dueAt()).isEqualTo(clock.instant().plusSeconds(5));
        assertThat(shelved).isEmpty();
        assertThat(book.events).isEmpty();
    }

    private static String id(MediaItem item) {
        return item.id();
    }

    @Test
    void aPhotoComesToTheShelfAndIsTold() {
        photo("none");
        fetch.fetch(item());
        assertThat(item().state()).isEqualTo(MediaState.READY);
        assertThat(shelved).containsOnlyKeys(item().shelfName());
        assertThat(shelved.get(item().shelfName())).isEqualTo(PHOTO);
        assertThat(book.facts.size()).isEqualTo(PHOTO.length);
        Event event = book.events.get(0);
        assertThat(event.type()).isEqualTo("media");
        assertThat(event.channel().code()).isEqualTo("message");
        assertThat(event.body().get("media"))
                .isEqualTo(List.of(Map.of(
                        "id",
                        item().id(),
                        "url",
                        "/api/v1/media/" + item().id(),
                        "state",
                        "ready",
                        "sha256",
                        book.facts.sha256())));
    }

    @Test
    void aDeadUrlIsLookedUpOnceMoreAndThenTriedLater() {
        photo("dead_url");
        assertIsTriedAgain(Reason.CLOUD_API, "dead");
        JsonNode all = control("GET", "/numbers/" + SHOP + "/media", "").path("media");
        assertThat(all.get(all.size() - 1).path("lookUps").asInt()).isEqualTo(2);
        control("PUT", "/media/" + id(item()), "{}");
        fetch.fetch(item());
        assertThat(item().state()).isEqualTo(MediaState.READY);
    }

    @Test
    void aWrongChecksumIsNotKept() {
        photo("wrong_checksum");
        assertIsTriedAgain(Reason.CLOUD_API, "checksum");
    }

    @Test
    void theChecksumOfTheWebhookCountsAsWell() {
        photo("none");
        row(id(item()), "0".repeat(64));
        assertIsTriedAgain(Reason.CLOUD_API, "checksum than the webhook says");
    }

    @Test
    void aRedirectToAForeignHostIsNotFollowed() {
        photo("redirect");
        assertIsTriedAgain(Reason.CLOUD_API, "leads on to 127.0.0.1");
    }

    @Test
    void anAddressOnAForeignHostIsNotAskedFor() {
        photo("foreign_url");
        assertIsTriedAgain(Reason.CLOUD_API, "tandem.media.allowed-hosts");
    }

    @Test
    void aDownloadThatIsDownIsTriedLater() {
        photo("down");
        assertIsTriedAgain(Reason.CLOUD_API, "500");
    }

    @Test
    void aMetaThatIsAwayIsTriedLater() {
        photo("none");
        fetch = fetch("http://127.0.0.1:9/v25.0");
        assertIsTriedAgain(Reason.CLOUD_UNREACHABLE, "could not be reached");
    }

    @Test
    void aFullShelfIsTriedLater() {
        photo("none");
        shelfFailures = 1;
        assertIsTriedAgain(Reason.INTERNAL_FAULT, "could not be put");
        fetch.fetch(item());
        assertThat(item().state()).isEqualTo(MediaState.READY);
    }

    @Test
    void whatMetaCouldNotTakeIsGoneAtOnce() {
        photo("not_downloadable");
        fetch.fetch(item());
        assertThat(item().state()).isEqualTo(MediaState.GONE);
        assertThat(item().cause().reason()).isEqualTo(Reason.MEDIA_NOT_DOWNLOADABLE);
        assertThat(item().cause().detail()).contains("131052", "send it again");
        assertThat(book.events.get(0).body().get("media").toString())
                .contains("state=gone", "reason=media_not_downloadable");
    }

    @Test
    void anIdOlderThanSevenDaysIsGoneAndMetaIsNotAsked() {
        writtenAt = clock.instant().minus(Duration.ofDays(7));
        photo("none");
        fetch.fetch(item());
        assertThat(item().state()).isEqualTo(MediaState.GONE);
        assertThat(item().cause().reason()).isEqualTo(Reason.MEDIA_EXPIRED);
        JsonNode all = control("GET", "/numbers/" + SHOP + "/media", "").path("media");
        assertThat(all.get(all.size() - 1).path("lookUps").asInt()).isZero();
        assertThat(book.events).hasSize(1);
    }

    @Test
    void whatNeverWorksIsTriedForSevenDaysAndThenGoneWithItsLastFault() {
        photo("dead_url");
        int tries = 0;
        while (item().state() == MediaState.FETCHING) {
            clock.advance(Duration.between(clock.instant(), item().dueAt()));
            fetch.fetch(item());
            tries++;
            assertThat(tries).isLessThan(100);
        }
        assertThat(tries).isGreaterThan(40);
        assertThat(Duration.between(writtenAt, clock.instant()))
                .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusHours(4));
        assertThat(item().cause().reason()).isEqualTo(Reason.MEDIA_EXPIRED);
        assertThat(item().cause().detail()).contains("attempts", "dead");
    }

    @Test
    void whoIsForgottenWhileTheBytesComeLeavesNothing() {
        photo("none");
        book.forgottenMeanwhile = true;
        fetch.fetch(item());
        assertThat(shelved).isEmpty();
        assertThat(book.events).isEmpty();
    }
}
