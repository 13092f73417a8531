package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.MediaPatience;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one file: looks its address up, downloads it into a temporary file, compares checksum and size, and puts it on the
 * shelf. What fails is tried again within the 7 days of the id (R26), afterwards it is gone. Thread-safe; blocks while it
 * fetches.
 */
public final class MediaFetch {

    private static final Logger LOG = LoggerFactory.getLogger(MediaFetch.class);

    private final MediaBook book;
    private final MediaSource source;
    private final MediaShelf shelf;
    private final NumberDirectory numbers;
    private final Path scratch;
    private final Clock clock;

    /** @param scratch a folder for files that are not whole yet; made when it is not there */
    public MediaFetch(
            MediaBook book, MediaSource source, MediaShelf shelf, NumberDirectory numbers, Path scratch, Clock clock) {
        this.book = book;
        this.source = source;
        this.shelf = shelf;
        this.numbers = numbers;
        this.scratch = scratch;
        this.clock = clock;
    }

    /** Tries once, and writes down what came of it. */
    public void fetch(MediaItem item) {
        Optional<BusinessNumber> number = numbers.find(item.phoneNumberId());
        if (number.isEmpty()) {
            later(item, Cause.of(Reason.UNKNOWN_NUMBER, "The number of this file is not configured any more."));
            return;
        }
        try {
            if (MediaPatience.isOver(item.writtenAt(), clock.instant())) {
                throw MediaFault.lasting(expired(item));
            }
            fetch(number.get(), item);
        } catch (MediaFault fault) {
            settle(number.get(), item, fault);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The file {} of {} could not be put on the shelf; it is tried again", item.id(), number.get(), e);
            later(
                    item,
                    Cause.of(
                            Reason.INTERNAL_FAULT,
                            "It could not be put where fetched files go ("
                                    + e.getClass().getSimpleName() + "); the engine's log says why."));
        }
    }

    private void fetch(BusinessNumber number, MediaItem item) throws MediaFault, IOException {
        Files.createDirectories(scratch);
        Path file = Files.createTempFile(scratch, "media-", ".part");
        try {
            MediaBook.Facts facts;
            try {
                facts = download(number, item, file);
            } catch (MediaFault fault) {
                if (!fault.isDeadUrl()) {
                    throw fault;
                }
                // An address lives five minutes: the next look-up gives another one.
                facts = download(number, item, file);
            }
            MediaBook.Facts known = facts;
            shelf.keep(item.shelfName(), facts.contentType(), file);
            if (!book.ready(item, facts, clock.instant(), message -> MediaEvents.ready(number, item, known, message))) {
                withdraw(item);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private MediaBook.Facts download(BusinessNumber number, MediaItem item, Path file) throws MediaFault {
        MediaSource.Address address = source.lookUp(number, item.id());
        MediaSource.Download download = source.download(number, address, file);
        compare("the webhook", item.sha256(), download.sha256());
        compare("Meta's look-up", address.sha256(), download.sha256());
        if (address.size() != null && address.size() != download.size()) {
            throw MediaFault.passing(Cause.of(
                    Reason.CLOUD_API,
                    "The download has " + download.size() + " bytes and should have " + address.size() + "."));
        }
        String contentType = address.contentType();
        return new MediaBook.Facts(
                contentType == null ? item.contentType() : contentType, download.sha256(), download.size());
    }

    private static void compare(String who, @Nullable String wanted, String is) throws MediaFault {
        if (wanted != null && !wanted.equals(is)) {
            throw MediaFault.passing(Cause.of(
                    Reason.CLOUD_API, "The download has another checksum than " + who + " says, so it is not kept."));
        }
    }

    /** The person was forgotten, or it was settled elsewhere, while the bytes came. */
    private void withdraw(MediaItem item) {
        if (book.find(item.id()).isEmpty()) {
            shelf.discard(item.shelfName());
        }
    }

    private void settle(BusinessNumber number, MediaItem item, MediaFault fault) {
        if (fault.isLasting()) {
            LOG.warn("The file {} of {} is gone: {}", item.id(), number, fault.getMessage());
            book.gone(
                    item,
                    fault.why(),
                    clock.instant(),
                    message -> MediaEvents.gone(number, item, fault.why(), message));
        } else {
            LOG.warn(
                    "The file {} of {} could not be fetched and is tried again: {}",
                    item.id(),
                    number,
                    fault.getMessage());
            later(item, fault.why());
        }
    }

    private void later(MediaItem item, Cause cause) {
        Instant now = clock.instant();
        book.later(item, cause, MediaPatience.nextTry(item.failures() + 1, item.writtenAt(), now));
    }

    private static Cause expired(MediaItem item) {
        String last = item.cause() == null
                ? ""
                : " The last of " + item.failures() + " attempts: "
                        + item.cause().detail();
        return Cause.of(Reason.MEDIA_EXPIRED, Reason.MEDIA_EXPIRED.advice() + last);
    }
}
