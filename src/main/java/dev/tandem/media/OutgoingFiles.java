package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder with the files that can be sent. What lies in it itself is for every number; what was uploaded for one lies in a
 * folder of that number. Thread-safe.
 */
public final class OutgoingFiles {

    /** A plain name: no folders, nothing hidden, nothing that leads out. */
    private static final String NAME = "[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,149}";

    private static final String COMING = ".upload-";

    /** The name that a file gets when it is taken over. */
    private static final String TAKEN = "[0-9a-f-]{36}\\.[a-z0-9]{1,8}";

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
        return Files.createTempFile(Files.createDirectories(folder), COMING, ".part");
    }

    /** A file that was taken over for one number. */
    record Own(String phoneNumberId, String name, Path path, Instant changedAt) {}

    /** All files that were taken over; what an operator put into the folder is not among them. */
    List<Own> uploaded() throws IOException {
        List<Own> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> numbers = Files.newDirectoryStream(folder, OutgoingFiles::isFolder)) {
                for (Path number : numbers) {
                    addUploaded(number, files);
                }
            }
        }
        return files;
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void addUploaded(Path number, List<Own> files) throws IOException {
        try (DirectoryStream<Path> own = Files.newDirectoryStream(number)) {
            for (Path file : own) {
                String name = file.getFileName().toString();
                if (name.matches(TAKEN) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(new Own(
                            number.getFileName().toString(),
                            name,
                            file,
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
        }
    }

    /** Deletes bytes that stopped coming before this time. */
    void dropComing(Instant before) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> coming = Files.newDirectoryStream(folder, COMING + "*")) {
            for (Path file : coming) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
