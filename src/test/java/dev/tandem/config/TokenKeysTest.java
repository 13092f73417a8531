package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.coexistence.linking.Secret;
import dev.tandem.coexistence.linking.TokenSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** Where the keys for tokens come from, and where tokens lie that are not in the database. */
class TokenKeysTest {

    private static final Secret TOKEN = new Secret("EAAG-a-token");

    @TempDir
    private Path data;

    private static String key(int filling) {
        byte[] key = new byte[TokenSeal.KEY_BYTES];
        java.util.Arrays.fill(key, (byte) filling);
        return Base64.getEncoder().encodeToString(key);
    }

    @Test
    void oneIsMadeOutsideProduction() {
        TokenProperties none = new TokenProperties(null, List.of());
        String sealed = TokenKeys.seal(none, new GeneratedSecrets(data), false).seal(TOKEN, "9001");
        assertThat(data.resolve("token-key")).exists();
        assertThat(TokenKeys.seal(none, new GeneratedSecrets(data), false).open(sealed, "9001"))
                .as("after a restart")
                .isEqualTo(TOKEN);
        assertThat(TokenKeys.seal(none, new GeneratedSecrets(data), true)).isNull();
    }

    @Test
    void aConfiguredOneWins() {
        TokenProperties configured = new TokenProperties(key(2), List.of(key(1)));
        TokenSeal seal = TokenKeys.seal(configured, new GeneratedSecrets(data), true);
        String old = TokenKeys.seal(new TokenProperties(key(1), List.of()), new GeneratedSecrets(data), true)
                .seal(TOKEN, "9001");
        assertThat(seal.open(old, "9001")).isEqualTo(TOKEN);
        assertThat(data.resolve("token-key")).doesNotExist();
        assertThat(configured.toString()).doesNotContain(key(2)).doesNotContain(key(1));
    }

    @Test
    void whatIsNoKeyIsSaidWithoutRepeatingIt() {
        for (String wrong : List.of("not base64!", "c2hvcnQ=")) {
            assertThatThrownBy(() ->
                            TokenKeys.seal(new TokenProperties(wrong, List.of()), new GeneratedSecrets(data), true))
                    .hasMessageContaining("tandem.token.key")
                    .hasMessageContaining("openssl rand -base64 32")
                    .hasMessageNotContaining(wrong);
        }
    }

    @Test
    void tokensLieInTheEnvironmentOrInFiles() throws IOException {
        MockEnvironment environment = new MockEnvironment().withProperty("BERLIN_TOKEN", "EAAG-a-token");
        TokenReferences references = new TokenReferences(environment);
        Path file = Files.writeString(data.resolve("berlin"), "EAAG-a-token\n");
        assertThat(references.read("env:BERLIN_TOKEN")).isEqualTo(TOKEN);
        assertThat(references.read("file:" + file)).isEqualTo(TOKEN);
        assertThatThrownBy(() -> references.read("env:NOWHERE")).hasMessageContaining("env:NOWHERE");
        assertThatThrownBy(() -> references.read("file:" + data.resolve("nowhere")))
                .hasMessageContaining("cannot be read");
        Files.writeString(file, "x".repeat(5_000));
        assertThatThrownBy(() -> references.read("file:" + file)).hasMessageContaining("too long");
        assertThatThrownBy(() -> references.read("vault:x")).hasMessageContaining("tokenRef");
    }
}
