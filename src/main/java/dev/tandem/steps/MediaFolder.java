package dev.tandem.steps;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** The folder in which fetched files lie unless a team puts them elsewhere: reading and deleting one. Thread-safe. */
public final class MediaFolder {

    private final Path folder;

    public MediaFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The file of this name, null when there is none. */
    public @Nullable File read(@Header(Exchange.FILE_NAME) String name) {
        Path file = place(name);
        return Files.isRegularFile(file) ? file.toFile() : null;
    }

    /** Deletes the file of this name; nothing happens when there is none. */
    public void delete(@Header(Exchange.FILE_NAME) String name) throws IOException {
        Files.deleteIfExists(place(name));
    }

    private Path place(String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new IllegalArgumentException("'" + name + "' is no name of a file on the shelf");
        }
        return file;
    }
}
