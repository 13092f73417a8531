package dev.tandem.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How a text file is encoded: as its byte order mark says; else UTF-16 when every other of its first bytes is zero; else
 * UTF-8 when every byte of it is valid UTF-8; else Windows-1252, which has Latin-1's letters in it.
 *
 * @param markLength how many bytes the byte order mark has, 0 for none
 */
record TextEncoding(Charset charset, int markLength) {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int CHUNK = 1 << 16;

    static TextEncoding of(Path file) throws IOException {
        try (InputStream in = FileBytes.open(file)) {
            byte[] start = in.readNBytes(3);
            if (start.length == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
                return new TextEncoding(StandardCharsets.UTF_8, 3);
            }
            if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
                return new TextEncoding(StandardCharsets.UTF_16LE, 2);
            }
            if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
                return new TextEncoding(StandardCharsets.UTF_16BE, 2);
            }
            // Text has no zero bytes in UTF-8, and every Latin letter has one in UTF-16.
            if (start.length >= 2 && (start[0] == 0) != (start[1] == 0)) {
                return new TextEncoding(start[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE, 0);
            }
        }
        return new TextEncoding(isUtf8(file) ? StandardCharsets.UTF_8 : WINDOWS, 0);
    }

    private static boolean isUtf8(Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        CharBuffer chars = CharBuffer.allocate(CHUNK);
        try (InputStream in = FileBytes.open(file)) {
            boolean end = false;
            while (!end) {
                int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
                end = count < 0;
                bytes.limit(bytes.position() + Math.max(count, 0)).rewind();
                if (decoder.decode(bytes, chars, end).isError()) {
                    return false;
                }
                bytes.compact();
                chars.clear();
            }
        }
        return true;
    }

    /** Reads the text behind the byte order mark. */
    Reader open(Path file) throws IOException {
        InputStream in = FileBytes.open(file);
        try {
            in.skipNBytes(markLength);
            return new BufferedReader(new InputStreamReader(in, charset), CHUNK);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return charset.name() + (markLength > 0 ? " with byte order mark" : "");
    }
}
