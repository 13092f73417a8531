package dev.tandem.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.MovableClock;
import dev.tandem.domain.Reason;
import dev.tandem.send.LaneCheck.Leaving;
import dev.tandem.send.LaneCheck.Obstacle;
import dev.tandem.send.SendContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files to send: uploaded once, before the send leaves, and again before Meta forgets them. */
class FileDeskTest {

    private static final BusinessNumber SHOP = TestNumbers.SHOP;
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock(Clock.fixed(START, ZoneOffset.UTC));
    private final Map<String, FileBook.Upload> rows = new HashMap<>();
    private final List<String> uploaded = new ArrayList<>();
    private final Set<String> waitedFor = new HashSet<>();
    private final List<Runnable> background = new ArrayList<>();
    private MediaFault fault;

    private final FileBook book = new FileBook() {
        @Override
        public Optional<Upload> find(BusinessNumber number, String file) {
            return Optional.ofNullable(rows.get(number.alias() + file));
        }

        @Override
        public void put(BusinessNumber number, String file, Upload upload) {
            rows.put(number.alias() + file, upload);
        }

        @Override
        public boolean isWaitedFor(BusinessNumber number, String file) {
            return waitedFor.contains(file);
        }

        @Override
        public void forget(BusinessNumber number, String file) {
            rows.remove(number.alias() + file);
        }
    };

    private final MediaSource meta = new MediaSource() {
        @Override
        public Address lookUp(BusinessNumber number, String mediaId) {
            throw new AssertionError("nothing is fetched here");
        }

        @Override
        public Download download(BusinessNumber number, Address address, Path into) {
            throw new AssertionError("nothing is fetched here");
        }

        @Override
        public String upload(BusinessNumber number, Path file, String contentType, String fileName) throws MediaFault {
            if (fault != null) {
                throw fault;
            }
            uploaded.add(number.alias() + ' ' + fileName + ' ' + contentType);
            return "meta-" + uploaded.size();
        }
    };

    private FileDesk desk() {
        return new FileDesk(new OutgoingFiles(folder), book, meta, clock);
    }

    private Optional<Obstacle> check(String message) {
        FileDesk desk = desk();
        return new FileCheck(desk, new FileUploads(desk, background::add))
                .obstacle(new Leaving(
                        null,
                        SHOP,
                        new SendContent(json(message), null, null, null, false),
                        LateDecision.FREEFORM,
                        true,
                        clock.instant()));
    }

    private void uploadInBackground() {
        List<Runnable> now = List.copyOf(background);
        background.clear();
        now.forEach(Runnable::run);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static final String LIST = "{'type':'document','document':{'file':'list.pdf'}}";

    @Test
    void aSendWaitsForItsUploadAndGoesThen() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        assertThat(check(LIST)).hasValueSatisfying(obstacle -> {
            Obstacle.WaitInOrder wait = (Obstacle.WaitInOrder) obstacle;
            assertThat(wait.cause().reason()).isEqualTo(Reason.MEDIA_UPLOADING);
            assertThat(wait.until()).isEqualTo(START.plusSeconds(2));
        });
        uploadInBackground();
        assertThat(check(LIST)).isEmpty();
        assertThat(uploaded).containsExactly("shop list.pdf application/pdf");
        assertThat(desk().metaId(SHOP, "list.pdf")).isEqualTo("meta-1");
    }

    @Test
    void aHundredSendsAreOneUpload() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        FileDesk desk = desk();
        FileUploads uploads = new FileUploads(desk, background::add);
        for (int i = 0; i < 100; i++) {
            uploads.want(SHOP, "list.pdf");
        }
        uploadInBackground();
        assertThat(uploaded).hasSize(1);
    }

    @Test
    void whoLookedJustBeforeItWasUploadedUploadsNothing() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        FileUploads uploads = new FileUploads(desk(), background::add);
        uploads.want(SHOP, "list.pdf");
        uploadInBackground();
        uploads.want(SHOP, "list.pdf");
        uploadInBackground();
        assertThat(uploaded).hasSize(1);
    }

    @Test
    void itIsUploadedAnewADayBeforeMetaForgetsIt() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        check(LIST);
        uploadInBackground();
        clock.advance(Duration.ofDays(28));
        assertThat(check(LIST)).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(check(LIST)).isPresent();
        uploadInBackground();
        assertThat(check(LIST)).isEmpty();
        assertThat(desk().metaId(SHOP, "list.pdf")).isEqualTo("meta-2");
    }

    @Test
    void aFileThatChangedIsUploadedAnew() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        check(LIST);
        uploadInBackground();
        Files.writeString(folder.resolve("list.pdf"), "new prices");
        assertThat(check(LIST)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing.pdf", "../secret.pdf", "sub/secret.pdf", ".hidden.pdf", "/etc/passwd", "", "link.pdf"})
    void whatIsNotThereIsRefused(String name) throws IOException {
        Path secret = Files.writeString(Files.createTempFile("secret", ".pdf"), "s");
        Files.createSymbolicLink(folder.resolve("link.pdf"), secret);
        assertThat(check("{'type':'image','image':{'file':'" + name + "'}}")).hasValueSatisfying(obstacle -> assertThat(
                        ((Obstacle.Refuse) obstacle).cause().reason())
                .isEqualTo(Reason.MEDIA_UNKNOWN));
        Files.delete(secret);
    }

    @Test
    void whatMetaRefusesForGoodRefusesTheSendWithMetasWords() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        fault = MediaFault.lasting(Cause.of(Reason.MEDIA_REFUSED, "Meta answered 400: too blue."));
        check(LIST);
        uploadInBackground();
        assertThat(check(LIST)).hasValueSatisfying(obstacle -> assertThat(((Obstacle.Refuse) obstacle).cause())
                .isEqualTo(Cause.of(Reason.MEDIA_REFUSED, "Meta answered 400: too blue.")));
    }

    @Test
    void whatPassesIsTriedAgain() throws IOException {
        Files.writeString(folder.resolve("list.pdf"), "prices");
        fault = MediaFault.passing(Cause.of(Reason.CLOUD_UNREACHABLE, "away"));
        check(LIST);
        uploadInBackground();
        fault = null;
        assertThat(check(LIST)).get().isInstanceOf(Obstacle.WaitInOrder.class);
        uploadInBackground();
        assertThat(check(LIST)).isEmpty();
    }

    @Test
    void filesWithAStrangeEndingOrTooLargeAreRefusedWithoutMeta() throws IOException {
        Files.writeString(folder.resolve("program.exe"), "x");
        Files.write(folder.resolve("huge.jpg"), new byte[5 * 1024 * 1024 + 1]);
        for (String file : List.of("program.exe", "huge.jpg")) {
            String message = "{'type':'image','image':{'file':'" + file + "'}}";
            check(message);
            uploadInBackground();
            assertThat(check(message)).get().isInstanceOf(Obstacle.Refuse.class);
        }
        assertThat(uploaded).isEmpty();
    }

    @Test
    void aMessageWithoutFileIsNobodysBusiness() {
        assertThat(check("{'type':'image','image':{'link':'https://shop.example/a.jpg'}}"))
                .isEmpty();
        assertThat(check("{'type':'text','text':{'body':'file'}}")).isEmpty();
        assertThat(background).isEmpty();
    }

    @Test
    void bytesAreTakenUploadedAndBelongToTheirNumber() throws Exception {
        FileDesk.Taken taken =
                desk().take(SHOP, "image/png", new ByteArrayInputStream("png".getBytes(StandardCharsets.UTF_8)));
        assertThat(taken.file()).endsWith(".png");
        assertThat(taken.size()).isEqualTo(3);
        assertThat(desk().metaId(SHOP, taken.file())).isEqualTo(taken.metaId());
        assertThat(desk().standing(TestNumbers.DESK, taken.file())).isInstanceOf(FileDesk.Standing.Refused.class);
    }

    private int sweep() {
        return new FileSweep(new OutgoingFiles(folder), book, TestNumbers.DIRECTORY, Duration.ofDays(180), clock)
                .sweep();
    }

    private Path taken() throws Exception {
        String name = desk().take(SHOP, "image/png", new ByteArrayInputStream(new byte[] {1}))
                .file();
        Path file = folder.resolve(SHOP.phoneNumberId()).resolve(name);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        // The file's own time is a part of what tells it from another one.
        desk().upload(SHOP, name);
        return file;
    }

    @Test
    void anUploadedFileGoesWhenNoSendCanNeedItAnyMore() throws Exception {
        Files.setLastModifiedTime(Files.writeString(folder.resolve("list.pdf"), "prices"), FileTime.from(START));
        Path used = taken();
        Path waited = taken();
        Path renewed = taken();
        Path broken = Files.writeString(folder.resolve(".upload-1.part"), "half");
        Files.setLastModifiedTime(broken, FileTime.from(START));
        waitedFor.add(waited.getFileName().toString());
        clock.advance(Duration.ofDays(200));
        desk().upload(SHOP, renewed.getFileName().toString());
        clock.advance(Duration.ofDays(19));
        assertThat(sweep()).as("a send of it may stand in the ledger").isZero();
        assertThat(used).exists();

        clock.advance(Duration.ofSeconds(1));
        assertThat(sweep()).isEqualTo(1);
        assertThat(used).doesNotExist();
        assertThat(waited).as("a send names it").exists();
        assertThat(renewed).as("it was sent later").exists();
        assertThat(folder.resolve("list.pdf")).as("an operator put it there").exists();
        assertThat(broken).doesNotExist();
        assertThat(book.find(SHOP, used.getFileName().toString())).isEmpty();
        assertThat(sweep()).isZero();

        waitedFor.clear();
        assertThat(sweep()).isEqualTo(1);
    }

    @Test
    void filesOfANumberThatIsNotConfiguredStay() throws Exception {
        Path stranger = folder.resolve("100000000000099/0b0d6a2e-6c6b-4b0e-9c3e-0d6a3f8f1f11.pdf");
        Files.createDirectories(stranger.getParent());
        Files.setLastModifiedTime(Files.writeString(stranger, "x"), FileTime.from(START));
        clock.advance(Duration.ofDays(1000));
        assertThat(sweep()).isZero();
        assertThat(stranger).exists();
    }

    @Test
    void whatCannotBeSentIsNotKept() throws IOException {
        assertThatThrownBy(() -> desk().take(SHOP, "font/woff", new ByteArrayInputStream(new byte[1])))
                .hasMessageContaining("font/woff");
        assertThatThrownBy(() -> desk().take(SHOP, "image/png", new ByteArrayInputStream(new byte[0])))
                .hasMessageContaining("empty");
        assertThatThrownBy(
                        () -> desk().take(SHOP, "image/png", new ByteArrayInputStream(new byte[5 * 1024 * 1024 + 1])))
                .hasMessageContaining("5 MiB");
        fault = MediaFault.passing(Cause.of(Reason.CLOUD_UNREACHABLE, "away"));
        assertThatThrownBy(() -> desk().take(SHOP, "image/png", new ByteArrayInputStream(new byte[1])))
                .hasMessageContaining("away");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void namesAreFoundInHeadersAndCardsAndReplaced() {
        JsonNode message = json("{'type':'interactive','interactive':{'type':'button','header':{'type':'document',"
                + "'document':{'file':'list.pdf'}},'cards':[{'image':{'file':'a.jpg','caption':'c'}}]},"
                + "'text':{'file':'no medium'}}");
        assertThat(FileRefs.in(new SendContent(message, null, null, null, false), false))
                .containsExactly("list.pdf", "a.jpg");
        FileRefs.replace(message, name -> "id of " + name);
        assertThat(message)
                .isEqualTo(json("{'type':'interactive','interactive':{'type':'button','header':{'type':'document',"
                        + "'document':{'id':'id of list.pdf','filename':'list.pdf'}},'cards':[{'image':{'id':'id of a.jpg',"
                        + "'caption':'c'}}]},'text':{'file':'no medium'}}"));
    }
}
