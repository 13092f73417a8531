package dev.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Channel;
import dev.tandem.domain.Event;
import dev.tandem.domain.MediaState;
import dev.tandem.domain.Outbox;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import dev.tandem.domain.SendState;
import dev.tandem.media.FileBook;
import dev.tandem.media.MediaBook;
import dev.tandem.media.MediaItem;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.Retention;
import dev.tandem.operation.RetentionStore.Kind;
import dev.tandem.send.SendLedger;
import dev.tandem.webhook.FakeOwnSends;
import dev.tandem.webhook.MessageIntake;
import dev.tandem.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Files that somebody sent, and uploads: the same for every database. */
abstract class MediaSuite {

    private static final String MINA = "15550100077";
    private static final Instant NOW = Webhooks.RECEIVED;
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final String HEX = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    private static final MediaBook.Facts FACTS = new MediaBook.Facts("image/png", HEX, 3);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final JdbcOutbox outbox;
    private final JdbcMedia media;
    private final MessageIntake intake;

    MediaSuite(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        outbox = new JdbcOutbox(jdbc, transaction, new ObjectMapper());
        media = new JdbcMedia(jdbc, transaction, outbox);
        intake = new MessageIntake(
                new JdbcMessages(jdbc, transaction, outbox), new FakeOwnSends(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @BeforeEach
    void empty() {
        TestDatabases.empty(jdbc);
    }

    /** Mina sends a photo. */
    private void photo(String wamid, String id, String more) {
        intake.take(Webhooks.item(Webhooks.inbound(Webhooks.message(
                wamid,
                Webhooks.NOW,
                "image",
                "{\"id\":\"" + id
                        + "\",\"mime_type\":\"image/jpeg\",\"sha256\":\"LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=\""
                        + more + "}"))));
    }

    private MediaItem found(String id) {
        return media.find(id).orElseThrow();
    }

    private static Function<MediaBook.MessageOf, Event> event(String id) {
        return message -> new Event(
                Event.idOf(Channel.MESSAGE, id),
                Channel.MESSAGE,
                TestNumbers.SHOP.phoneNumberId(),
                message.contact(),
                "media",
                null,
                Map.of("origin", message.origin(), "direction", message.direction(), "said", message.item()));
    }

    private List<Outbox.Pending> events(String type) {
        return outbox.pending(Outbox.BEGINNING, 100).stream()
                .filter(pending -> pending.head().type().equals(type))
                .toList();
    }

    @Test
    void aPhotoIsKeptWithItsMessageOnceAndIsDueAtOnce() {
        photo("wamid.1", "7001", ",\"caption\":\"look\"");
        photo("wamid.1", "7001", "");
        MediaItem item = found("7001");
        assertThat(item.state()).isEqualTo(MediaState.FETCHING);
        assertThat(item.messageId()).isEqualTo("wamid.1");
        assertThat(item.sha256()).isEqualTo(HEX);
        assertThat(item.shelfName()).isEqualTo(TestNumbers.SHOP.phoneNumberId() + "/7001.jpg");
        assertThat(item.dueAt()).isEqualTo(NOW);
        assertThat(events("image").get(0).json())
                .contains("\"state\":\"fetching\"", "\"url\":\"/api/v1/media/7001\"", HEX);
    }

    @Test
    void aStrangeIdBecomesAHarmlessNameAndTheSameIdTwiceIsOneFile() {
        photo("wamid.1", "../../etc/passwd", "");
        photo("wamid.2", "../../etc/passwd", "");
        assertThat(found("../../etc/passwd").shelfName())
                .matches(TestNumbers.SHOP.phoneNumberId() + "/[0-9a-f-]{36}\\.jpg");
        assertThat(media.claim(LATER, LATER, 10)).hasSize(1);
    }

    @Test
    void oneIsClaimedOnceUntilItsClaimIsOverOrTheEngineStartsAnew() {
        photo("wamid.1", "7001", "");
        assertThat(media.claim(NOW.minusSeconds(1), LATER, 10)).isEmpty();
        assertThat(media.claim(NOW, LATER, 10)).extracting(MediaItem::id).containsExactly("7001");
        assertThat(media.claim(NOW, LATER, 10)).isEmpty();
        assertThat(media.claim(LATER, LATER.plusSeconds(60), 10)).hasSize(1);
        media.releaseClaims(LATER);
        assertThat(media.claim(LATER, LATER.plusSeconds(60), 10)).hasSize(1);
        media.later(found("7001"), Cause.of(Reason.CLOUD_UNREACHABLE, "away"), LATER.plusSeconds(5));
        media.releaseClaims(LATER);
        assertThat(media.claim(LATER, LATER, 10)).as("a pause is no claim").isEmpty();
        assertThat(found("7001").failures()).isEqualTo(1);
        assertThat(found("7001").cause()).isEqualTo(Cause.of(Reason.CLOUD_UNREACHABLE, "away"));
    }

    @Test
    void readyIsWrittenOnceWithItsEvent() {
        photo("wamid.1", "7001", "");
        MediaItem item = found("7001");
        assertThat(media.ready(item, FACTS, LATER, event("7001"))).isTrue();
        assertThat(media.ready(item, FACTS, LATER, event("7001"))).isFalse();
        assertThat(media.gone(item, Cause.of(Reason.MEDIA_EXPIRED), LATER, event("7001")))
                .isFalse();
        assertThat(found("7001").state()).isEqualTo(MediaState.READY);
        assertThat(found("7001").size()).isEqualTo(3);
        assertThat(found("7001").contentType()).isEqualTo("image/png");
        assertThat(media.claim(LATER.plus(Duration.ofDays(9)), LATER, 10)).isEmpty();
        assertThat(events("media")).hasSize(1);
        assertThat(events("media").get(0).head().contact()).isEqualTo(MINA);
        assertThat(events("media").get(0).json()).contains("\"origin\":\"user\"", "wamid.1");
    }

    @Test
    void goneHasItsReason() {
        photo("wamid.1", "7001", "");
        assertThat(media.gone(found("7001"), Cause.of(Reason.MEDIA_EXPIRED, "too late"), LATER, event("7001")))
                .isTrue();
        assertThat(found("7001").state()).isEqualTo(MediaState.GONE);
        assertThat(found("7001").cause()).isEqualTo(Cause.of(Reason.MEDIA_EXPIRED, "too late"));
        assertThat(events("media")).hasSize(1);
    }

    @Test
    void whatMetaCouldNotTakeIsGoneFromTheStart() {
        String message = Webhooks.message("wamid.1", Webhooks.NOW, "video", "{\"id\":\"7001\"}");
        intake.take(Webhooks.item(
                Webhooks.inbound(message.substring(0, message.length() - 1) + ",\"errors\":[{\"code\":131052}]}")));
        assertThat(found("7001").state()).isEqualTo(MediaState.GONE);
        assertThat(found("7001").cause()).isEqualTo(Cause.of(Reason.MEDIA_NOT_DOWNLOADABLE));
        assertThat(media.claim(LATER, LATER, 10)).isEmpty();
        assertThat(events("video").get(0).json())
                .contains("\"state\":\"gone\"", "\"reason\":\"media_not_downloadable\"");
    }

    @Test
    void whoIsForgottenTakesTheFilesAlong() {
        photo("wamid.1", "7001", "");
        media.ready(found("7001"), FACTS, LATER, event("7001"));
        DataSubject mina = new DataSubject(TestNumbers.SHOP.phoneNumberId(), Set.of(MINA, "US.1"));
        DataSubject other = new DataSubject(TestNumbers.SHOP.phoneNumberId(), Set.of("15550100078"));
        PersonalMedia personal = new PersonalMedia(jdbc);
        assertThat(personal.export(mina)).hasSize(1).first().satisfies(row -> {
            assertThat(row)
                    .containsEntry("id", "7001")
                    .containsEntry("size", 3L)
                    .containsEntry("state", "ready");
        });
        assertThat(personal.export(other)).isEmpty();
        assertThat(personal.erase(other, NOW)).isZero();
        int erased = transaction.execute(tx -> personal.erase(mina, NOW));
        assertThat(erased).isEqualTo(1);
        assertThat(media.find("7001")).isEmpty();
        String name = TestNumbers.SHOP.phoneNumberId() + "/7001.jpg";
        assertThat(media.discarded(10)).containsExactly(name);
        media.left(name);
        assertThat(media.discarded(10)).isEmpty();
    }

    @Test
    void whatIsTooOldGoesWithItsFile() {
        photo("wamid.1", "7001", "");
        Retention.Periods periods =
                new Retention.Periods(Duration.ofDays(14), Duration.ofDays(180), Duration.ofDays(180));
        Clock young = Clock.fixed(NOW.plus(Duration.ofDays(179)), ZoneOffset.UTC);
        new Retention(new JdbcRetention(jdbc, transaction), periods, young).sweep();
        assertThat(media.find("7001")).isPresent();
        Clock old = Clock.fixed(NOW.plus(Duration.ofDays(181)), ZoneOffset.UTC);
        assertThat(new Retention(new JdbcRetention(jdbc, transaction), periods, old).sweep())
                .containsEntry(Kind.MEDIA, 1)
                .containsEntry(Kind.MESSAGES, 1);
        assertThat(media.find("7001")).isEmpty();
        assertThat(media.discarded(10)).hasSize(1);
    }

    @Test
    void uploadsAreKnownByNumberAndFile() {
        JdbcMediaUploads uploads = new JdbcMediaUploads(jdbc, transaction);
        FileBook.Upload first = new FileBook.Upload("3-1", "8001", null, NOW);
        uploads.put(TestNumbers.SHOP, "list.pdf", first);
        assertThat(uploads.find(TestNumbers.SHOP, "list.pdf")).contains(first);
        assertThat(uploads.find(TestNumbers.DESK, "list.pdf")).isEmpty();
        FileBook.Upload refused = new FileBook.Upload("3-2", null, "too blue", LATER);
        uploads.put(TestNumbers.SHOP, "list.pdf", refused);
        assertThat(uploads.find(TestNumbers.SHOP, "list.pdf")).contains(refused);
        uploads.forget(TestNumbers.SHOP, "list.pdf");
        assertThat(uploads.find(TestNumbers.SHOP, "list.pdf")).isEmpty();
    }

    @Test
    void aFileIsWaitedForUntilItsSendHasArrived() {
        JdbcMediaUploads uploads = new JdbcMediaUploads(jdbc, transaction);
        JdbcSendLedger ledger = new JdbcSendLedger(jdbc, transaction, outbox);
        String request = "{\"message\":{\"document\":{\"file\":\"a_1.pdf\"},\"type\":\"document\"}}";
        Send send = ledger.accept(List.of(Sends.send(1).request(request).made()), accepted -> List.of())
                .get(0);
        assertThat(uploads.isWaitedFor(TestNumbers.SHOP, "a_1.pdf")).isTrue();
        assertThat(uploads.isWaitedFor(TestNumbers.SHOP, "aX1.pdf")).isFalse();
        assertThat(uploads.isWaitedFor(TestNumbers.DESK, "a_1.pdf")).isFalse();
        for (SendState end : List.of(SendState.UNKNOWN, SendState.FAILED, SendState.EXPIRED)) {
            Send ended = send.ended(end, Cause.of(Reason.EXPIRED), NOW);
            assertThat(ledger.replace(new SendLedger.Change(send, ended, List.of())))
                    .isTrue();
            assertThat(uploads.isWaitedFor(TestNumbers.SHOP, "a_1.pdf"))
                    .as("a person may resend it")
                    .isTrue();
            send = ended;
        }
        Send read = send.ended(SendState.READ, Cause.of(Reason.EXPIRED), NOW);
        assertThat(ledger.replace(new SendLedger.Change(send, read, List.of()))).isTrue();
        assertThat(uploads.isWaitedFor(TestNumbers.SHOP, "a_1.pdf")).isFalse();
    }
}
