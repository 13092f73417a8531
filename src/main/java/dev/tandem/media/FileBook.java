package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Under which ids Meta has the files that are sent, by number. Thread-safe. */
public interface FileBook {

    /** What is known of a file. */
    Optional<Upload> find(BusinessNumber number, String file);

    /** Writes it down, in place of what was known. */
    void put(BusinessNumber number, String file, Upload upload);

    /** Whether a send that has not left, or that a person may send again, names the file. */
    boolean isWaitedFor(BusinessNumber number, String file);

    /** Forgets what was known: the file is not there any more. */
    void forget(BusinessNumber number, String file);

    /**
     * One upload.
     *
     * @param version tells a file from what stood there under the same name before
     * @param metaId Meta's id, null when Meta refused the file
     * @param refused why, in Meta's words
     * @param at when
     */
    record Upload(
            String version,
            @Nullable String metaId,
            @Nullable String refused,
            Instant at) {}
}
