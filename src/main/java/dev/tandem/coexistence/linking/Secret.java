package dev.tandem.coexistence.linking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A word that nobody but Meta may see: a token or a code. Its text never shows it. */
public record Secret(String value) {

    /** The SHA-256 in hex: tells two apart and gives neither away. */
    String fingerprint() {
        try {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java runtime", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
