package dev.tandem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final byte[] BODY =
            "{\"text\":\"\\u00e4 caf\\u00e9 a\\/b\",\"n\":1}".getBytes(StandardCharsets.UTF_8);

    private final WebhookSignature signature = new WebhookSignature(List.of("old secret", "new secret"));

    @Test
    void rawBytesSignedWithEitherSecretPass() throws Exception {
        assertThat(signature.fits(BODY, sign(BODY, "old secret"))).isTrue();
        assertThat(signature.fits(BODY, sign(BODY, "new secret"))).isTrue();
    }

    @Test
    void theSameJsonWrittenAgainFails() throws Exception {
        ObjectMapper json = new ObjectMapper();
        byte[] written = json.writeValueAsBytes(json.readTree(BODY));
        assertThat(written).isNotEqualTo(BODY);
        assertThat(signature.fits(written, sign(BODY, "old secret"))).isFalse();
    }

    @Test
    void bytesThatAreNoTextCanBeSigned() throws Exception {
        byte[] body = {(byte) 0xff, 0, (byte) 0xc3, 0x28};
        assertThat(signature.fits(body, sign(body, "old secret"))).isTrue();
    }

    @Test
    void everythingElseFails() throws Exception {
        String good = sign(BODY, "old secret");
        assertThat(signature.fits(BODY, null)).isFalse();
        assertThat(signature.fits(BODY, "")).isFalse();
        assertThat(signature.fits(BODY, "sha256=")).isFalse();
        assertThat(signature.fits(BODY, "sha256=xyz")).isFalse();
        assertThat(signature.fits(BODY, good.replace("sha256=", "sha1="))).isFalse();
        assertThat(signature.fits(BODY, good.substring(7))).isFalse();
        assertThat(signature.fits(BODY, sign(BODY, "another secret"))).isFalse();
        assertThat(signature.fits(new byte[0], good)).isFalse();
    }

    @Test
    void withoutASecretNothingPasses() throws Exception {
        assertThat(new WebhookSignature(List.of()).fits(BODY, sign(BODY, "old secret")))
                .isFalse();
        assertThat(new WebhookSignature(List.of("", " ")).fits(BODY, sign(BODY, " ")))
                .isFalse();
    }

    @Test
    void theHandshakeNeedsModeAndToken() {
        Handshake handshake = new Handshake("our token");
        assertThat(handshake.answer("subscribe", "our token", "12345")).contains("12345");
        assertThat(handshake.answer("subscribe", "another", "12345")).isEmpty();
        assertThat(handshake.answer("unsubscribe", "our token", "12345")).isEmpty();
        assertThat(handshake.answer(null, null, null)).isEmpty();
        assertThat(new Handshake("").answer("subscribe", "", "12345")).isEmpty();
    }

    static String sign(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
