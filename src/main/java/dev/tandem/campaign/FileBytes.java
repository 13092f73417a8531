package dev.tandem.campaign;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a campaign file, unpacked when its name ends in {@code .gz}. */
final class FileBytes {

    private static final int BUFFER = 1 << 16;
    private static final String AGAIN =
            " Pack it again with gzip and drop it anew, or drop it unpacked, without .gz in its name.";

    private FileBytes() {}

    /** Whether the file's name says that it is packed. */
    static boolean isPacked(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** Opens what is in the file. */
    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (!isPacked(file)) {
            return in;
        }
        try {
            return new GZIPInputStream(in, BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Unpacks a packed file once to its end, so that one which breaks off is known before its first row is accepted.
     *
     * @throws BadCampaignFile when it is damaged or not packed at all
     */
    static void check(Path file) throws IOException, BadCampaignFile {
        if (!isPacked(file)) {
            return;
        }
        try (InputStream in = open(file)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (EOFException e) {
            throw new BadCampaignFile(
                    Files.size(file) == 0
                            ? "The file is empty, although its name says that gzip packed it." + AGAIN
                            : "The packed file breaks off before its end: it was not copied as a whole. Copy it again"
                                    + " and drop it anew.",
                    e);
        } catch (ZipException e) {
            throw new BadCampaignFile(
                    begins(file)
                            ? "The packed file is damaged (" + e.getMessage() + ")." + AGAIN
                            : "The file's name ends in .gz, but it is not packed with gzip." + AGAIN,
                    e);
        }
    }

    /** Whether the file begins as everything does that gzip wrote. */
    private static boolean begins(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1F && in.read() == 0x8B;
        }
    }

    /** The SHA-256 of the file as it lies there, packed or not, in hex. */
    static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return hash(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies what comes; its SHA-256 in hex. */
    static String hash(InputStream in, OutputStream copy) throws IOException {
        DigestInputStream digest = new DigestInputStream(in, sha256());
        digest.transferTo(copy);
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
