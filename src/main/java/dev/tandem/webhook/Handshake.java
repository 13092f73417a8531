package dev.tandem.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Meta's question whether this endpoint is ours. Without a configured token nobody gets an answer. Thread-safe. */
public final class Handshake {

    private final String verifyToken;

    public Handshake(String verifyToken) {
        this.verifyToken = verifyToken;
    }

    /** The challenge, to be sent back as it is, when mode and token are right; empty means no. */
    public Optional<String> answer(@Nullable String mode, @Nullable String token, @Nullable String challenge) {
        boolean ours = "subscribe".equals(mode) && token != null && !verifyToken.isBlank() && isOurs(token);
        return ours ? Optional.ofNullable(challenge) : Optional.empty();
    }

    private boolean isOurs(String token) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), verifyToken.getBytes(StandardCharsets.UTF_8));
    }
}
