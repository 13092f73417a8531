package dev.tandem.simulator.past;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;

/** Small files of every kind, each unlike any other: a picture of one colour, else a few bytes of the right beginning. */
final class SampleFiles {
    private static final int EDGE = 16;
    private static final Map<String, String> MIME_TYPES = Map.of(
            "image", "image/png",
            "video", "video/mp4",
            "audio", "audio/ogg; codecs=opus",
            "document", "application/pdf",
            "sticker", "image/webp");
    private static final Map<String, String> BEGINNINGS = Map.of(
            "video", "\0\0\0\24ftypisom\0\0\2\0isom",
            "audio", "OggS\0\2",
            "document", "%PDF-1.4\n% ",
            "sticker", "RIFF\0\0\0\0WEBPVP8 ");

    private SampleFiles() {}

    static String mimeType(String type) {
        return MIME_TYPES.getOrDefault(type, "application/octet-stream");
    }

    /** The file of a message: always the same for the same id. */
    static byte[] of(String type, String messageId) {
        if (type.equals("image")) {
            return picture(messageId);
        }
        String text = BEGINNINGS.getOrDefault(type, "") + messageId + "\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] picture(String messageId) {
        BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
        int colour = messageId.hashCode();
        for (int i = 0; i < EDGE * EDGE; i++) {
            image.setRGB(i % EDGE, i / EDGE, colour + i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
