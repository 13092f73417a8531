package dev.tandem.media;

import dev.tandem.domain.Cause;
import dev.tandem.domain.MediaState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody sent.
 *
 * @param id Meta's media id, by which it is asked for at Meta and at our API
 * @param contentType Meta's word
 * @param fileName a document's name on the person's phone, null for others
 * @param sha256 in hex; null as long as nobody said it
 * @param shelfName where it stands on the shelf, or will
 * @param size in bytes, null before it is fetched
 * @param cause why it is gone, or why it was not fetched so far
 * @param failures how often it was tried in vain
 * @param dueAt when it is tried again, null when it is settled
 * @param writtenAt from then on the id lives 7 days: Meta's time of the message; for one of the past, when its file was named
 */
public record MediaItem(
        String id,
        String phoneNumberId,
        String messageId,
        String contentType,
        @Nullable String fileName,
        @Nullable String sha256,
        String shelfName,
        @Nullable Long size,
        MediaState state,
        @Nullable Cause cause,
        int failures,
        @Nullable Instant dueAt,
        Instant writtenAt,
        Instant receivedAt) {}
