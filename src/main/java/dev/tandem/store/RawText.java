package dev.tandem.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * Somebody else's bytes in a column of text: as they are where they are text that a database takes, else in base64. Large ones
 * are compressed first: a database may have to read a whole row, and its neighbours' rows, for each that comes.
 *
 * @param encoding {@code text}, {@code base64}, or {@code zlib} for base64 of what was compressed
 */
record RawText(String raw, String encoding) {

    private static final String TEXT = "text";
    private static final String BASE64 = "base64";
    private static final String ZLIB = "zlib";

    /** What is larger is compressed. */
    private static final int LARGE = 64 << 10;

    /** So much of a column is enough for {@link #beginning} in either encoding. */
    static final int PREFIX = 668;

    private static final int BEGINNING = 500;

    static RawText of(byte[] bytes) {
        return bytes.length > LARGE ? new RawText(base64(deflated(bytes)), ZLIB) : plain(bytes);
    }

    private static RawText plain(byte[] bytes) {
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
        return new RawText(base64(bytes), BASE64);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory is no file", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /** At most so many of the bytes that were compressed; fewer when only their beginning is there. */
    private static byte[] inflated(byte[] some, int most) {
        Inflater inflater = new Inflater();
        inflater.setInput(some);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[Math.min(most, LARGE)];
        try {
            int length = inflater.inflate(part);
            while (length > 0 && out.size() < most) {
                out.write(part, 0, Math.min(length, most - out.size()));
                length = inflater.inflate(part);
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("A copy of a webhook was changed in the database and cannot be read", e);
        } finally {
            inflater.end();
        }
        return out.toByteArray();
    }

    byte[] bytes() {
        return switch (encoding) {
            case BASE64 -> Base64.getDecoder().decode(raw);
            case ZLIB -> inflated(Base64.getDecoder().decode(raw), Integer.MAX_VALUE);
            default -> raw.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** At most 500 characters to look at; this may be the whole or a prefix of {@link #PREFIX} characters. */
    String beginning() {
        String text =
                switch (encoding) {
                    case BASE64 -> new String(bytes(), StandardCharsets.UTF_8);
                    case ZLIB ->
                        new String(inflated(Base64.getDecoder().decode(raw), 4 * BEGINNING), StandardCharsets.UTF_8);
                    default -> raw;
                };
        return text.substring(0, Math.min(BEGINNING, text.length()));
    }
}
