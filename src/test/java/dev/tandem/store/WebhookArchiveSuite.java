package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.operation.QuarantineShelf;
import dev.tandem.operation.WebhookArchive;
import dev.tandem.operation.WebhookArchive.Copy;
import dev.tandem.webhook.WebhookItems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Copies of webhooks and the quarantine: the same for every database. */
abstract class WebhookArchiveSuite {

    private static final Instant AT = Instant.parse("2026-11-20T08:00:00.123Z");

    private final JdbcTemplate jdbc;
    private final WebhookArchive archive;
    private final QuarantineShelf shelf;
    private final JdbcWebhookItems items;

    WebhookArchiveSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        archive = new JdbcWebhookArchive(jdbc, transaction);
        shelf = new JdbcQuarantineShelf(jdbc, transaction);
        items = new JdbcWebhookItems(jdbc, transaction, new JdbcOutbox(jdbc, transaction, new ObjectMapper()));
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    private static Copy copy(String text) {
        return new Copy(text.getBytes(StandardCharsets.UTF_8), AT);
    }

    @Test
    void bytesComeBackAsTheyWereWhateverTheyAre() {
        byte[] noText = {'{', (byte) 0xff, (byte) 0xfe, '}'};
        byte[] nul = {'"', 0, '"'};
        byte[] large = "ä".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);
        archive.keep(
                List.of(copy("{\"a\":\"\\u00e4\\/\"}"), new Copy(noText, AT), new Copy(nul, AT), new Copy(large, AT)));
        List<WebhookArchive.Summary> newest = archive.newest(null, 10);
        assertThat(newest).hasSize(4);
        List<byte[]> bodies = newest.stream()
                .map(row -> archive.find(row.id()).orElseThrow().body())
                .toList();
        assertThat(bodies.get(0)).isEqualTo(large);
        assertThat(bodies.get(1)).isEqualTo(nul);
        assertThat(bodies.get(2)).isEqualTo(noText);
        assertThat(new String(bodies.get(3), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"\\u00e4\\/\"}");
        assertThat(newest.get(0).size()).isEqualTo(large.length);
        assertThat(newest.get(0).beginning()).isEqualTo("ä".repeat(500));
        assertThat(newest.get(2).beginning()).startsWith("{").endsWith("}");
        assertThat(newest.get(0).receivedAt()).isEqualTo(AT);
    }

    /** A database that keeps rows in a tree reads whole neighbours for each that comes. */
    @Test
    void largeOnesAreKeptSmall() {
        String large =
                "{\"from\":\"4915112345678\",\"type\":\"text\",\"text\":{\"body\":\"some words\"}}".repeat(40_000);
        archive.keep(List.of(copy(large)));
        assertThat(jdbc.queryForObject("select char_length(raw) from webhook_raw", Integer.class))
                .isLessThan(large.length() / 10);
        long id = archive.newest(null, 1).get(0).id();
        assertThat(new String(archive.find(id).orElseThrow().body(), StandardCharsets.UTF_8))
                .isEqualTo(large);
        // As an earlier release kept it.
        jdbc.update("update webhook_raw set raw = ?, encoding = 'text'", large);
        assertThat(new String(archive.find(id).orElseThrow().body(), StandardCharsets.UTF_8))
                .isEqualTo(large);
    }

    @Test
    void pagesFollowOneAnother() {
        archive.keep(List.of(copy("1"), copy("2"), copy("3")));
        List<WebhookArchive.Summary> first = archive.newest(null, 2);
        assertThat(first).extracting(WebhookArchive.Summary::beginning).containsExactly("3", "2");
        assertThat(archive.newest(first.get(1).id(), 2))
                .extracting(WebhookArchive.Summary::beginning)
                .containsExactly("1");
        assertThat(archive.find(first.get(0).id() + 1)).isEmpty();
    }

    private void quarantine(String detail) {
        items.quarantine(new WebhookItems.Quarantined("key", AT, detail, "messages", "1000", "{\"x\":1}", false));
    }

    private QuarantineShelf.Item only() {
        List<QuarantineShelf.Item> all = shelf.newest(null, 10);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void anItemStaysUntilItWasUnderstood() {
        quarantine("no time");
        long id = only().id();
        assertThat(only().triedAt()).isNull();
        assertThat(only().beginning()).isEqualTo("{\"x\":1}");
        shelf.understood(id);
        assertThat(only().detail()).as("nobody tried it").isEqualTo("no time");

        assertThat(new String(shelf.retry(id, AT).orElseThrow().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"x\":1}");
        assertThat(only().triedAt()).isEqualTo(AT);
        quarantine("still no time");
        assertThat(only().triedAt()).isNull();
        assertThat(only().detail()).isEqualTo("still no time");
        shelf.understood(id);
        assertThat(only().id()).as("it was put aside again").isEqualTo(id);

        shelf.retry(id, AT);
        shelf.understood(id);
        assertThat(shelf.newest(null, 10)).isEmpty();
        assertThat(shelf.retry(id, AT)).isEmpty();
    }
}
