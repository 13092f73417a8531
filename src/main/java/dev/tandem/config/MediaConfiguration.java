package dev.tandem.config;

import dev.tandem.cloudapi.GraphClient;
import dev.tandem.cloudapi.GraphMedia;
import dev.tandem.domain.MediaHosts;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.media.FileBook;
import dev.tandem.media.FileCheck;
import dev.tandem.media.FileDesk;
import dev.tandem.media.FileSweep;
import dev.tandem.media.FileUploads;
import dev.tandem.media.MediaBook;
import dev.tandem.media.MediaFetch;
import dev.tandem.media.MediaFetcher;
import dev.tandem.media.MediaShelf;
import dev.tandem.media.MediaSource;
import dev.tandem.media.OutgoingFiles;
import dev.tandem.operation.PersonalData;
import dev.tandem.send.LaneCheck;
import dev.tandem.steps.MediaFolder;
import dev.tandem.steps.MediaRouter;
import dev.tandem.store.JdbcMedia;
import dev.tandem.store.JdbcMediaUploads;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.PersonalMedia;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Files, in and out, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MediaProperties.class)
class MediaConfiguration {

    private static final int UPLOADERS = 2;

    @Bean
    MediaBook mediaBook(JdbcTemplate jdbc, TransactionTemplate transaction, JdbcOutbox outbox) {
        return new JdbcMedia(jdbc, transaction, outbox);
    }

    @Bean
    MediaSource mediaSource(GraphClient graph, MediaProperties properties) {
        return new GraphMedia(graph, new MediaHosts(properties.allowedHosts()));
    }

    /** Lazy inside, because the routes are only there when Camel runs. */
    @Bean
    MediaShelf mediaShelf(@Lazy CamelContext camel) {
        return new MediaRouter(camel);
    }

    @Bean
    MediaFolder mediaFolder(TandemProperties properties) {
        return new MediaFolder(properties.dataDir().resolve("media"));
    }

    @Bean(destroyMethod = "close")
    MediaFetcher mediaFetcher(
            MediaBook book,
            MediaSource source,
            MediaShelf shelf,
            NumberDirectory numbers,
            TandemProperties engine,
            MediaProperties properties,
            Clock clock) {
        Path scratch = engine.dataDir().resolve("media-work");
        MediaFetch fetch = new MediaFetch(book, source, shelf, numbers, scratch, clock);
        return new MediaFetcher(book, fetch, shelf, properties.fetchers(), clock);
    }

    /** When the routes run that take the files. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> mediaStart(MediaFetcher fetcher) {
        return ready -> fetcher.start();
    }

    @Bean
    OutgoingFiles outgoingFiles(TandemProperties properties) {
        return new OutgoingFiles(properties.dataDir().resolve("media-out"));
    }

    @Bean
    FileBook fileBook(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcMediaUploads(jdbc, transaction);
    }

    @Bean
    FileDesk fileDesk(OutgoingFiles files, FileBook book, MediaSource meta, Clock clock) {
        return new FileDesk(files, book, meta, clock);
    }

    @Bean
    FileSweep fileSweep(
            OutgoingFiles files, FileBook book, NumberDirectory numbers, RetentionProperties retention, Clock clock) {
        return new FileSweep(files, book, numbers, retention.ledger(), clock);
    }

    /** After all other checks: nothing is uploaded for a send that may not leave. */
    @Bean
    @Order(90)
    LaneCheck fileCheck(FileDesk desk) {
        // Not a bean of its own: Spring Boot would take it for the executor of the web server's requests.
        ExecutorService threads = Executors.newFixedThreadPool(UPLOADERS, work -> {
            Thread thread = new Thread(work, "media-uploader");
            thread.setDaemon(true);
            return thread;
        });
        return new FileCheck(desk, new FileUploads(desk, threads));
    }

    /** Before the messages by which it finds its files. */
    @Bean
    @Order(-1)
    PersonalData personalMedia(JdbcTemplate jdbc) {
        return new PersonalMedia(jdbc);
    }
}
