package dev.tandem.config;

import dev.tandem.coexistence.linking.TokenSeal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys for tokens. */
final class TokenKeys {

    private static final String FILE = "token-key";

    private TokenKeys() {}

    /**
     * The seal of the configured keys; outside production of one that is made once.
     *
     * @return null in production without a key
     */
    static @Nullable TokenSeal seal(TokenProperties properties, GeneratedSecrets generated, boolean production) {
        List<byte[]> old = properties.oldKeys().stream()
                .map(key -> bytes("tandem.token.old-keys", key))
                .toList();
        if (properties.key() != null && !properties.key().isBlank()) {
            return new TokenSeal(bytes("tandem.token.key", properties.key()), old);
        }
        return production ? null : new TokenSeal(sha256(generated.secret(FILE)), old);
    }

    private static byte[] bytes(String property, String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key.strip());
            if (bytes.length == TokenSeal.KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below, without what was written there.
        }
        throw new IllegalStateException(property + ": a key for tokens is " + TokenSeal.KEY_BYTES
                + " bytes in base64. Make one with openssl rand -base64 32.");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java runtime", e);
        }
    }
}
