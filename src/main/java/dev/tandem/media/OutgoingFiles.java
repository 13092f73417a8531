package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The folder with the files that can be sent. What lies in it itself is for every number; what was uploaded for one lies in a
 * folder of that number. Thread-safe.
 */
public final class OutgoingFiles {

    /** A plain name: no folders, nothing hidden, nothing that leads out. */
    private static final String NAME = "[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,149}";

    private final Path folder;

    public OutgoingFiles(Path folder) {
        this.folder = folder;
    }

    /** The file of this name that a number can send. */
    public Optional<Path> find(BusinessNumber number, String name) {
        if (!name.matches(NAME)) {
            return Optional.empty();
        }
        Path own = folder.resolve(number.phoneNumberId()).resolve(name);
        Path common = folder.resolve(name);
        // No links: they might lead out of the folder.
        if (Files.isRegularFile(own, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(own);
        }
        return Files.isRegularFile(common, LinkOption.NOFOLLOW_LINKS) ? Optional.of(common) : Optional.empty();
    }

    /** What tells a file from another one that stood there under the same name. */
    static String version(Path file) throws IOException {
        return Files.size(file) + "-" + Files.getLastModifiedTime(file).toMillis();
    }

    /** Takes over a file for one number, whole or not at all. */
    Path keep(BusinessNumber number, String name, Path file) throws IOException {
        Path own = Files.createDirectories(folder.resolve(number.phoneNumberId()));
        return Files.move(file, own.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A place for bytes that are still coming, on the same disk. */
    Path incoming() throws IOException {
        return Files.createTempFile(Files.createDirectories(folder), ".upload-", ".part");
    }
}
