package dev.tandem.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.media.MediaShelf;
import dev.tandem.steps.MediaFolder;
import dev.tandem.steps.MediaRouter;
import dev.tandem.steps.Problems;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shelf from its real file: a folder, and whatever a team names instead. */
class MediaShelfRouteTest {

    private static final String NAME = "100000000000001/7001.jpg";

    @TempDir
    Path data;

    private RoutesFromFiles routes(String keep, String read, String discard) throws Exception {
        return RoutesFromFiles.start(
                Map.of("mediaFolder", new MediaFolder(data.resolve("media")), "problems", new Problems()),
                Map.of(
                        "tandem.media.endpoint", keep,
                        "tandem.media.read-endpoint", read,
                        "tandem.media.discard-endpoint", discard),
                "http-problems.camel.yaml",
                "media/media-shelf.camel.yaml");
    }

    private RoutesFromFiles folder() throws Exception {
        return routes(
                "file:" + data.resolve("media") + "?tempPrefix=.part-",
                "bean:mediaFolder?method=read",
                "bean:mediaFolder?method=delete");
    }

    private Path fetched(String text) throws Exception {
        return Files.writeString(data.resolve("fetched.part"), text);
    }

    private static Object read(RoutesFromFiles routes, String name) {
        return routes.producer().requestBodyAndHeader("direct:read-media", null, Exchange.FILE_NAME, name);
    }

    @Test
    void aFileIsPutIntoTheFolderReplacedReadAndTakenAway() throws Exception {
        try (RoutesFromFiles routes = folder()) {
            MediaShelf shelf = new MediaRouter(routes.camel);
            shelf.keep(NAME, "image/jpeg", fetched("first"));
            shelf.keep(NAME, "image/jpeg", fetched("second"));
            assertThat((File) read(routes, NAME)).hasContent("second");
            assertThat(data.resolve("fetched.part")).as("only read").exists();
            try (var there = Files.list(data.resolve("media/100000000000001"))) {
                assertThat(there.map(file -> file.getFileName().toString())).containsExactly("7001.jpg");
            }
            shelf.discard(NAME);
            shelf.discard(NAME);
            assertThat(read(routes, NAME)).isNull();
        }
    }

    @Test
    void aNameNeverLeadsOutOfTheFolder() throws Exception {
        try (RoutesFromFiles routes = folder()) {
            MediaShelf shelf = new MediaRouter(routes.camel);
            Path outside = fetched("outside");
            assertThatThrownBy(() -> shelf.discard("../fetched.part")).isNotNull();
            assertThat(outside).exists();
            assertThatThrownBy(() -> shelf.keep("../new.part", "image/jpeg", outside))
                    .isNotNull();
            assertThat(data.resolve("new.part")).doesNotExist();
        }
    }

    @Test
    void aTeamPutsFilesElsewhere() throws Exception {
        try (RoutesFromFiles routes = routes("mock:bucket", "mock:bucket-read", "mock:bucket-delete")) {
            MediaShelf shelf = new MediaRouter(routes.camel);
            MockEndpoint bucket = routes.camel.getEndpoint("mock:bucket", MockEndpoint.class);
            bucket.expectedHeaderReceived(Exchange.FILE_NAME, NAME);
            bucket.expectedHeaderReceived(Exchange.CONTENT_TYPE, "image/jpeg");
            MockEndpoint deleted = routes.camel.getEndpoint("mock:bucket-delete", MockEndpoint.class);
            deleted.expectedHeaderReceived(Exchange.FILE_NAME, NAME);
            MockEndpoint asked = routes.camel.getEndpoint("mock:bucket-read", MockEndpoint.class);
            asked.expectedHeaderReceived(Exchange.FILE_NAME, NAME);
            asked.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody("from there"));
            shelf.keep(NAME, "image/jpeg", fetched("bytes"));
            assertThat(read(routes, NAME)).isEqualTo("from there");
            shelf.discard(NAME);
            bucket.assertIsSatisfied();
            asked.assertIsSatisfied();
            deleted.assertIsSatisfied();
            assertThat(data.resolve("media")).doesNotExist();
        }
    }

    @Test
    void aPlaceThatFailsIsTold() throws Exception {
        try (RoutesFromFiles routes = routes("direct:nobody-there?block=false", "mock:read", "mock:delete")) {
            MediaShelf shelf = new MediaRouter(routes.camel);
            Path file = fetched("bytes");
            assertThatThrownBy(() -> shelf.keep(NAME, "image/jpeg", file)).isNotNull();
        }
    }
}
