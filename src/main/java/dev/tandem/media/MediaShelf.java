package dev.tandem.media;

import java.nio.file.Path;

/** Where fetched files go: a route, so that a team decides where that is. Thread-safe; throws what the route throws. */
public interface MediaShelf {

    /** Puts a file there, whole or not at all; one of the same name is replaced. The file given is only read. */
    void keep(String name, String contentType, Path file);

    /** Takes a file away; nothing happens when it is not there. */
    void discard(String name);
}
