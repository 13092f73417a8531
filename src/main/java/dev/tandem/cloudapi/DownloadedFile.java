package dev.tandem.cloudapi;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Reason;
import dev.tandem.media.MediaFault;
import dev.tandem.media.MediaSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes a download as it comes, never more than it should have, and sums it up on the way. */
final class DownloadedFile {

    /** The largest that Meta takes from a person, and a little. */
    private static final long LARGEST = 110L << 20;

    private static final int BUFFER = 1 << 16;

    private DownloadedFile() {}

    static MediaSource.Download write(InputStream bytes, Path into, @Nullable Long announced)
            throws IOException, MediaFault {
        long most = announced == null ? LARGEST : Math.min(announced, LARGEST);
        MessageDigest digest = sha256();
        long size = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(into), digest)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                size += read;
                if (size > most) {
                    throw MediaFault.passing(Cause.of(
                            Reason.CLOUD_API, "The download has more than the " + most + " bytes it should have."));
                }
                out.write(buffer, 0, read);
            }
        }
        return new MediaSource.Download(HexFormat.of().formatHex(digest.digest()), size);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
