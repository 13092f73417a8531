package dev.tandem.operation;

import java.nio.file.Path;

/** Copies the database while it is at work. Thread-safe. */
public interface DatabaseBackup {

    /** Whether this database can be copied from here: the built-in one can, others have tools of their own. */
    boolean isPossible();

    /**
     * Writes a consistent copy; writers wait meanwhile.
     *
     * @param file that does not exist yet, ending in {@code .tar.gz}
     */
    void write(Path file);
}
