package dev.tandem.media;

import dev.tandem.domain.Cause;
import dev.tandem.domain.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of the files that somebody sent. Rows are written with their message. Thread-safe. */
public interface MediaBook {

    /** By Meta's media id. */
    Optional<MediaItem> find(String id);

    /**
     * Takes files that are due, so that no other engine takes them before {@code until}.
     *
     * @param until when they are due again if nobody says what became of them
     */
    List<MediaItem> claim(Instant now, Instant until, int max);

    /** After a start: what was taken before the end of the process is due again. */
    void releaseClaims(Instant now);

    /**
     * It is on the shelf. Written with its event, once.
     *
     * @param event composes the event from the message that the file belongs to
     * @return false when it was settled or erased meanwhile: nothing was written
     */
    boolean ready(MediaItem item, Facts facts, Instant now, Function<MessageOf, Event> event);

    /** It can never be had; written with its event, once. */
    boolean gone(MediaItem item, Cause cause, Instant now, Function<MessageOf, Event> event);

    /** It is tried again. */
    void later(MediaItem item, Cause cause, Instant dueAt);

    /** The names of files that must leave the shelf because their rows are gone. */
    List<String> discarded(int max);

    /** A file has left the shelf. */
    void left(String shelfName);

    /** What was found out while fetching. */
    record Facts(String contentType, String sha256, long size) {}

    /**
     * The message that a file belongs to.
     *
     * @param contact the key of the person's conversation
     * @param origin {@code user}, {@code app}, or {@code history} for a message of the past
     * @param item Meta's object as JSON
     */
    record MessageOf(
            String contact,
            String origin,
            String direction,
            @Nullable String text,
            Instant writtenAt,
            String item) {}
}
