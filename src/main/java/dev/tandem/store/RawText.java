package dev.tandem.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Somebody else's bytes in a column of text: as they are where they are text that a database takes, else in base64.
 *
 * @param encoding {@code text} or {@code base64}
 */
record RawText(String raw, String encoding) {

    private static final String TEXT = "text";
    private static final String BASE64 = "base64";

    /** So much of a column is enough for {@link #beginning} in either encoding. */
    static final int PREFIX = 668;

    private static final int BEGINNING = 500;

    static RawText of(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return new RawText(text, TEXT);
            }
        } catch (CharacterCodingException noText) {
            // Kept as bytes below.
        }
        return new RawText(Base64.getEncoder().encodeToString(bytes), BASE64);
    }

    byte[] bytes() {
        return encoding.equals(BASE64) ? Base64.getDecoder().decode(raw) : raw.getBytes(StandardCharsets.UTF_8);
    }

    /** At most 500 characters to look at; this may be the whole or a prefix of {@link #PREFIX} characters. */
    String beginning() {
        String text = encoding.equals(BASE64) ? new String(bytes(), StandardCharsets.UTF_8) : raw;
        return text.substring(0, Math.min(BEGINNING, text.length()));
    }
}
