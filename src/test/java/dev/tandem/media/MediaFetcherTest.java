package dev.tandem.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.MovableClock;
import dev.tandem.store.JdbcMedia;
import dev.tandem.store.JdbcMessages;
import dev.tandem.store.JdbcOutbox;
import dev.tandem.store.TestDatabases;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Files are fetched a few at a time, one after the other; of a process that ends meanwhile what is left is what the database says. */
class MediaFetcherTest {

    private static final String ID = "700000000000001";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(Clock.fixed(Webhooks.RECEIVED, ZoneOffset.UTC));
    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabases.hsqldb());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(TestDatabases.hsqldb()));
    private final JdbcOutbox outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
    private final JdbcMedia book = new JdbcMedia(jdbc, transaction, outbox);
    private final Map<String, Long> shelf = new ConcurrentHashMap<>();
    private final CountDownLatch downloading = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    private final MediaShelf onShelf = new MediaShelf() {
        @Override
        public void keep(String name, String contentType, Path file) {
            try {
                shelf.put(name, Files.size(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void discard(String name) {
            shelf.remove(name);
        }
    };

    /** Meta, whose first download may never end. */
    private final class Meta implements MediaSource {
        private boolean hangs;

        Meta(boolean hangs) {
            this.hangs = hangs;
        }

        @Override
        public Address lookUp(BusinessNumber number, String mediaId) {
            return new Address("https://lookaside.fbsbx.com/1", "image/jpeg", null, 5L);
        }

        @Override
        public Download download(BusinessNumber number, Address address, Path into) throws MediaFault {
            try {
                Files.writeString(into, "photo");
                synchronized (this) {
                    if (!hangs) {
                        return new Download("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", 5);
                    }
                    hangs = false;
                }
                downloading.countDown();
                never.await();
                throw new AssertionError("nothing comes");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("the process ended", e);
            }
        }

        @Override
        public String upload(BusinessNumber number, Path file, String contentType, String fileName) {
            throw new AssertionError("nothing is sent here");
        }
    }

    private void empty() {
        TestDatabases.empty(jdbc);
    }

    private void receive(String wamid, String mediaId) {
        new MessageIntake(new JdbcMessages(jdbc, transaction, outbox), new FakeOwnSends(), clock)
                .take(Webhooks.item(Webhooks.inbound(Webhooks.message(
                        wamid, Webhooks.NOW, "image", "{\"id\":\"" + mediaId + "\",\"mime_type\":\"image/jpeg\"}"))));
    }

    private MediaFetcher process(MediaSource meta) {
        MediaFetch fetch = new MediaFetch(book, meta, onShelf, TestNumbers.DIRECTORY, folder, clock);
        return new MediaFetcher(book, fetch, onShelf, 1, clock);
    }

    /** A phone's past may have hundreds of them at once. */
    @Test
    void whoIsDoneGoesOnWithTheNextFileAtOnce() {
        empty();
        int files = 20;
        for (int i = 0; i < files; i++) {
            receive("wamid." + i, "70000000000010" + i);
        }
        try (MediaFetcher fetcher = process(new Meta(false))) {
            fetcher.look();
            await("one look, and a single place").until(() -> shelf.size() == files);
        }
    }

    @Test
    void whatWasBeingFetchedIsFetchedAgain() throws InterruptedException {
        empty();
        receive("wamid.1", ID);
        Meta meta = new Meta(true);
        try (MediaFetcher killed = process(meta)) {
            killed.look();
            downloading.await();
            assertThat(book.find(ID).orElseThrow().state()).isEqualTo(MediaState.FETCHING);
            assertThat(book.claim(clock.instant(), clock.instant(), 10))
                    .as("it is taken")
                    .isEmpty();

            try (MediaFetcher next = process(meta)) {
                next.look();
                await().until(() -> book.find(ID).orElseThrow().state() == MediaState.READY);
            }
        }
        // What the first was still about to write is of no account any more.
        assertThat(book.find(ID).orElseThrow().state()).isEqualTo(MediaState.READY);
        assertThat(shelf).containsOnlyKeys(book.find(ID).orElseThrow().shelfName());
        assertThat(jdbc.queryForObject("select count(*) from outbox where type = 'media'", Integer.class))
                .isEqualTo(1);
    }
}
