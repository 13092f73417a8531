package dev.tandem.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that are made once and kept as files in the data directory, readable by their owner only. */
final class GeneratedSecrets {

    private static final int BYTES = 24;

    private final Path directory;

    GeneratedSecrets(Path directory) {
        this.directory = directory;
    }

    /** The secret of this name; made at the first call. */
    String secret(String name) {
        Path file = directory.resolve(name);
        try {
            if (Files.exists(file)) {
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            }
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String secret = HexFormat.of().formatHex(random);
            Files.createDirectories(directory);
            Files.writeString(file, secret, StandardCharsets.UTF_8);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The secret in " + file.toAbsolutePath() + " can neither be read nor written: check the folder", e);
        }
    }
}
