package dev.tandem.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Copies of the database in the data directory. One at a time. Thread-safe. */
public final class Backups {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'tandem-'yyyyMMdd'T'HHmmss.SSS'Z.tar.gz'")
            .withZone(ZoneOffset.UTC);

    private final DatabaseBackup database;
    private final Path folder;
    private final Clock clock;

    /** @param folder where the copies go; made when it is missing */
    public Backups(DatabaseBackup database, Path folder, Clock clock) {
        this.database = database;
        this.folder = folder;
        this.clock = clock;
    }

    /** A copy that was written. */
    public record Backup(Path file, long bytes) {}

    /** Writes a copy; empty when the database has tools of its own for that. */
    public synchronized Optional<Backup> write() {
        if (!database.isPossible()) {
            return Optional.empty();
        }
        try {
            Path file = Files.createDirectories(folder).resolve(NAME.format(clock.instant()));
            database.write(file.toAbsolutePath());
            return Optional.of(new Backup(file, Files.size(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
