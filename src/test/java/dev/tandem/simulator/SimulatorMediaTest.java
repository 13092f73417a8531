package dev.tandem.simulator;

import static dev.tandem.simulator.RunningSimulator.MINA;
import static dev.tandem.simulator.RunningSimulator.SHOP;
import static dev.tandem.simulator.RunningSimulator.SHOP_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.simulator.RunningSimulator.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files at Meta: what people send, what the business uploads, and what can be wrong with them. */
@ExtendWith(SimulatorExtension.class)
class SimulatorMediaTest {
    private static final String BYTES = Base64.getEncoder().encodeToString("a photo".getBytes(StandardCharsets.UTF_8));

    private final RunningSimulator simulator;

    SimulatorMediaTest(RunningSimulator simulator) {
        this.simulator = simulator;
    }

    /** A person sends a photo; what the webhook says of it. */
    private JsonNode photo(String more) {
        int before = simulator.receiver().await("messages", 0).size();
        simulator.control(
                "POST",
                "/numbers/shop/inbound",
                "{\"from\":\"%s\",\"message\":{\"type\":\"image\",\"image\":{\"caption\":\"c\",\"bytes\":\"%s\"%s}}}"
                        .formatted(MINA, BYTES, more));
        return simulator.receiver().await("messages", before + 1).get(before).path("image");
    }

    private Answer lookUp(JsonNode image, String query, String token) {
        return simulator.call("GET", "/v25.0/" + image.path("id").asText() + query, token, "");
    }

    /** The path and query of the download's address. */
    private String address(JsonNode image) {
        Answer answer = lookUp(image, "", SHOP_TOKEN);
        assertThat(answer.status()).isEqualTo(200);
        URI url = URI.create(answer.json().path("url").asText());
        assertThat(url.getAuthority()).isEqualTo(URI.create(simulator.baseUrl()).getAuthority());
        return url.getPath() + "?" + url.getQuery();
    }

    @Test
    void aPhotoIsLookedUpAndDownloadedWithTheToken() {
        JsonNode image = photo("");
        assertThat(image.has("bytes")).isFalse();
        assertThat(image.path("mime_type").asText()).isEqualTo("image/jpeg");
        assertThat(Base64.getDecoder().decode(image.path("sha256").asText())).hasSize(32);
        JsonNode found = lookUp(image, "?phone_number_id=" + SHOP, SHOP_TOKEN).json();
        assertThat(found.path("file_size").asInt()).isEqualTo("a photo".length());
        assertThat(found.path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(lookUp(image, "?phone_number_id=999", SHOP_TOKEN).errorCode())
                .isEqualTo(100);
        assertThat(lookUp(image, "", "another token").errorCode()).isEqualTo(190);
        String address = address(image);
        assertThat(simulator.call("GET", address, SHOP_TOKEN, "").text()).isEqualTo("a photo");
        assertThat(simulator.call("GET", address, "", "").errorCode()).isEqualTo(190);
        assertThat(simulator.call("GET", address + "0", SHOP_TOKEN, "").status())
                .isEqualTo(404);
    }

    @Test
    void anAddressLivesFiveMinutesAndAnIdSevenDays() {
        JsonNode image = photo("");
        String address = address(image);
        simulator.advance("4m");
        assertThat(simulator.call("GET", address, SHOP_TOKEN, "").status()).isEqualTo(200);
        simulator.advance("61s");
        assertThat(simulator.call("GET", address, SHOP_TOKEN, "").status()).isEqualTo(404);
        assertThat(simulator.call("GET", address(image), SHOP_TOKEN, "").status())
                .isEqualTo(200);
        simulator.advance("168h");
        assertThat(lookUp(image, "", SHOP_TOKEN).errorCode()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"dead_url,404,Not Found", "wrong_checksum,200,` photo", "down,500,'Sorry, something went wrong'"})
    void aDownloadCanBeBrokenAndMadeWholeAgain(String fault, int status, String body) {
        JsonNode image = photo(",\"fault\":\"" + fault + "\"");
        Answer broken = simulator.call("GET", address(image), SHOP_TOKEN, "");
        assertThat(broken.status()).isEqualTo(status);
        assertThat(broken.text()).isEqualTo(body);
        simulator.control("PUT", "/media/" + image.path("id").asText(), "{}");
        assertThat(simulator.call("GET", address(image), SHOP_TOKEN, "").text()).isEqualTo("a photo");
    }

    @Test
    void aDownloadCanLeadElsewhere() {
        JsonNode led = photo(",\"fault\":\"redirect\",\"target\":\"http://127.0.0.1:9/steal\"");
        assertThat(simulator.call("GET", address(led), SHOP_TOKEN, "").status()).isEqualTo(302);
        JsonNode foreign = photo(",\"fault\":\"foreign_url\",\"target\":\"http://127.0.0.1:9/steal\"");
        assertThat(lookUp(foreign, "", SHOP_TOKEN).json().path("url").asText()).isEqualTo("http://127.0.0.1:9/steal");
        JsonNode refused = photo(",\"fault\":\"not_downloadable\"");
        assertThat(lookUp(refused, "", SHOP_TOKEN).errorCode()).isEqualTo(131052);
    }

    @Test
    void theBusinessUploadsAForm() {
        assertThat(upload("image/png", "whatsapp").json().path("id").asText()).matches("[0-9]{15}");
        assertThat(upload("application/x-msdownload-of-nobody", "whatsapp").status())
                .isEqualTo(200);
        assertThat(upload("font/woff", "whatsapp").errorCode()).isEqualTo(100);
        assertThat(upload("image/png", "telegram").errorCode()).isEqualTo(100);
        JsonNode kept = simulator.get("/numbers/shop/media").path("media");
        JsonNode last = kept.get(kept.size() - 1);
        assertThat(last.path("uploaded").asBoolean()).isTrue();
        assertThat(last.path("size").asInt()).isEqualTo(5);
        String id = "/v25.0/" + last.path("id").asText();
        assertThat(simulator
                        .call("DELETE", id, SHOP_TOKEN, "")
                        .json()
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(simulator.call("GET", id, SHOP_TOKEN, "").errorCode()).isEqualTo(100);
    }

    /** A send of a file; who it goes to wrote before. */
    private Answer send(String number, String id) {
        return simulator.send(
                number,
                "{\"messaging_product\":\"whatsapp\",\"to\":\"" + MINA + "\",\"type\":\"image\",\"image\":{\"id\":\""
                        + id + "\"}}");
    }

    @Test
    void onlyAFileThatMetaHasCanBeSent() {
        simulator.control("POST", "/numbers/shop/inbound", "{\"from\":\"" + MINA + "\",\"message\":\"Hello\"}");
        String id = upload("image/png", "whatsapp").json().path("id").asText();
        assertThat(send(SHOP, id).status()).isEqualTo(200);
        Answer unknown = send(SHOP, "700000000000001");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.errorCode()).isEqualTo(100);
        assertThat(unknown.text())
                .contains("Param image['id'] is not a valid whatsapp business account media attachment ID");
        String other = simulator.number("340000000000077", "{}");
        simulator.control(
                "POST", "/numbers/" + other + "/inbound", "{\"from\":\"" + MINA + "\",\"message\":\"Hello\"}");
        assertThat(send(other, id).errorCode()).as("another number's").isEqualTo(100);

        simulator.behaviour("{\"unknownMedia\":\"async\"}");
        Answer later = send(SHOP, "700000000000001");
        assertThat(later.status()).isEqualTo(200);
        simulator.awaitQuiet();
        assertThat(simulator.receiver().items("statuses"))
                .filteredOn(status -> status.path("id").asText().equals(later.wamid()))
                .singleElement()
                .satisfies(status -> assertThat(
                                status.path("errors").path(0).path("code").asInt())
                        .isEqualTo(131053));
    }

    @Test
    void anUploadIsForgottenAfterThirtyDays() {
        String id = upload("image/png", "whatsapp").json().path("id").asText();
        simulator.advance("696h");
        simulator.control("POST", "/numbers/shop/inbound", "{\"from\":\"" + MINA + "\",\"message\":\"Hello\"}");
        assertThat(send(SHOP, id).status()).isEqualTo(200);
        simulator.advance("23h");
        assertThat(send(SHOP, id).status()).isEqualTo(200);
        simulator.advance("1h");
        assertThat(send(SHOP, id).errorCode()).isEqualTo(100);
    }

    private Answer upload(String type, String product) {
        String form = "--b\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\n" + product
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n" + type
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: " + type
                + "\r\n\r\nhello\r\n--b--\r\n";
        return simulator.callAs("multipart/form-data; boundary=b", "/v25.0/" + SHOP + "/media", SHOP_TOKEN, form);
    }
}
