package dev.tandem.simulator.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetaJsonTest {
    @Test
    void escapesAsMetaDoes() {
        byte[] json = MetaJson.write(MetaJson.object().put("body", "Zoë/ÄÖ 🌿 ok"));
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"body\":\"Zo\\u00eb\\/\\u00c4\\u00d6 \\ud83c\\udf3f ok\"}");
    }

    @Test
    void readsObjectsAndNothingElse() {
        assertThat(MetaJson.readObject("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isNotNull();
        assertThat(MetaJson.readObject("[1]".getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(MetaJson.readObject("{\"a\":1} x".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(MetaJson.readObject("{\"a\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isNull();
        assertThat(MetaJson.readObject(new byte[0])).isNull();
    }

    @Test
    void signsWithHmacSha256OfTheRawBytes() {
        // Test case 2 of RFC 4231.
        byte[] data = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
        assertThat(Signature.of(data, "Jefe"))
                .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
