package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A photo comes in and is there; a file goes out under Meta's id; who is forgotten takes the photo along. */
@ExtendWith(SharedInstallation.class)
class MediaIT {

    private static final TestNumber SHOP = SharedInstallation.MEDIA;
    private static final String MINA = "491701234567";
    private static final String OLA = "491701234568";
    private static final String PHOTO = "a photo of a blue chair";

    private final Installation tandem;

    MediaIT(Installation tandem) {
        this.tandem = tandem;
    }

    /** A person sends the photo; its media id. */
    private String photo(String from, String more) {
        String bytes = Base64.getEncoder().encodeToString(PHOTO.getBytes(StandardCharsets.UTF_8));
        tandem.control()
                .call(
                        "POST",
                        "/numbers/" + SHOP.id() + "/inbound",
                        "{\"from\":\"%s\",\"message\":{\"type\":\"image\",\"image\":{\"bytes\":\"%s\"%s}}}"
                                .formatted(from, bytes, more));
        JsonNode all = media();
        return all.get(all.size() - 1).path("id").asText();
    }

    private JsonNode media() {
        return tandem.control().get("/numbers/" + SHOP.id() + "/media").path("media");
    }

    private int status(String id) {
        return tandem.api().get("/media/" + id).status();
    }

    private Path data() {
        return tandem.engine().folder().resolve("data");
    }

    @Test
    void aPhotoIsThereAndGoesWithItsPerson() {
        String id;
        try (ChannelReader team = new ChannelReader(tandem.engine(), "media")) {
            id = photo(MINA, "");
            JsonNode event = team.await(
                    "the photo is there",
                    each -> each.path("type").asText().equals("media")
                            && each.path("media").path(0).path("id").asText().equals(id));
            assertThat(event.path("channel").asText()).isEqualTo("message");
            assertThat(event.path("media").path(0).path("state").asText()).isEqualTo("ready");
            assertThat(event.path("media").path(0).path("sha256").asText()).matches("[0-9a-f]{64}");
            assertThat(event.path("contact").path("waId").asText()).isEqualTo(MINA);
        }
        await().until(() -> status(id) == 200);
        Http.Answer bytes = tandem.api().get("/media/" + id);
        assertThat(bytes.text()).isEqualTo(PHOTO);
        assertThat(bytes.headers().get("Content-Type")).isEqualTo("image/jpeg");
        Path file = data().resolve("media").resolve(SHOP.id()).resolve(id + ".jpg");
        assertThat(file).hasContent(PHOTO);
        assertThat(tandem.api().post("/contacts/" + MINA + "/forget", "").status())
                .isEqualTo(200);
        assertThat(status(id)).isEqualTo(404);
        await().untilAsserted(() -> assertThat(file).doesNotExist());
    }

    @Test
    void aPhotoThatCannotBeHadAtFirstIsThereLater() {
        String id = photo(OLA, ",\"fault\":\"redirect\",\"target\":\"http://127.0.0.1:9/steal\"");
        await().until(() -> tandem.api().get("/media/" + id).text().contains("leads on to 127.0.0.1"));
        assertThat(status(id)).isEqualTo(202);
        tandem.control().call("PUT", "/media/" + id, "{}");
        // The pauses between the tries grow.
        await().atMost(Duration.ofSeconds(45)).until(() -> status(id) == 200);
    }

    @Test
    void filesGoOutUnderMetasId() throws IOException {
        tandem.control().inbound(SHOP, OLA, "Do you have a list?");
        Waits.windowOpen(tandem.api(), SHOP, OLA);
        Http.Answer taken = tandem.api()
                .call("POST", "/numbers/media/media", Api.bytes("%PDF-1.7"), Map.of("Content-Type", "application/pdf"));
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        Files.createDirectories(data().resolve("media-out"));
        Files.writeString(data().resolve("media-out/chair.jpg"), PHOTO);

        String list = send("list", "document", taken.json().path("file").asText());
        String chair = send("chair", "image", "chair.jpg");
        tandem.api().awaitSubmitted(list);
        tandem.api().awaitSubmitted(chair);
        assertThat(tandem.control().receivedFor(SHOP, OLA).toString())
                .contains(taken.json().path("metaId").asText())
                .contains(uploadOf(PHOTO.length()))
                .doesNotContain("\"file\"");

        String nothing = send("nothing", "image", "nothing.jpg");
        assertThat(tandem.api().awaitState(nothing, "rejected").path("reason").asText())
                .isEqualTo("media_unknown");
    }

    private String send(String id, String type, String file) {
        return tandem.api().accepted("""
                {"id":"%s","from":"media","to":"+%s","message":{"type":"%s","%s":{"file":"%s"}}}""".formatted(id, OLA, type, type, file));
    }

    /** Meta's id of the file that was uploaded with this size. */
    private String uploadOf(int size) {
        for (JsonNode file : media()) {
            if (file.path("uploaded").asBoolean() && file.path("size").asInt() == size) {
                return file.path("id").asText();
            }
        }
        throw new AssertionError("nothing of " + size + " bytes was uploaded: " + media());
    }
}
