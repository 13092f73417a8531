package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.MediaPatience;
import dev.tandem.domain.NumberDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that were uploaded to be sent, when no send can need them any more: the last upload to Meta, which is made anew
 * with use, is so long ago that every send of it has left the ledger and can be resent by nobody, and none that waits or is
 * unknown names it. What an operator put into the folder stays. Thread-safe; idempotent.
 */
public final class FileSweep {

    private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

    /** An upload is used for 29 days, and what became of a send may come in for some days more. */
    private static final Duration USED = MediaPatience.UPLOAD_LIFE.plusDays(10);

    /** Bytes that came no further than this are of a connection that broke. */
    private static final Duration COMING = Duration.ofDays(1);

    private final OutgoingFiles files;
    private final FileBook book;
    private final NumberDirectory numbers;
    private final Duration kept;
    private final Clock clock;

    /** @param kept how long settled sends stay in the ledger */
    public FileSweep(OutgoingFiles files, FileBook book, NumberDirectory numbers, Duration kept, Clock clock) {
        this.files = files;
        this.book = book;
        this.numbers = numbers;
        this.kept = kept;
        this.clock = clock;
    }

    /** Looks through the folder once; returns how many files were deleted. */
    public int sweep() {
        Instant now = clock.instant();
        Instant before = now.minus(USED).minus(kept);
        int deleted = 0;
        try {
            for (OutgoingFiles.Own file : files.uploaded()) {
                if (file.changedAt().isBefore(before) && isOver(file, before)) {
                    deleted += delete(file);
                }
            }
            files.dropComing(now.minus(COMING));
        } catch (IOException e) {
            LOG.warn("Files to send could not be looked through; it is tried again in an hour", e);
        }
        if (deleted > 0) {
            LOG.info("Deleted {} files that no send needs any more", deleted);
        }
        return deleted;
    }

    /** The files of a number that is not configured stay: it may come back, and nobody can say who needs them. */
    private boolean isOver(OutgoingFiles.Own file, Instant before) {
        Optional<BusinessNumber> number = numbers.find(file.phoneNumberId());
        return number.isPresent()
                && book.find(number.get(), file.name())
                        .map(upload -> upload.at().isBefore(before))
                        .orElse(true)
                && !book.isWaitedFor(number.get(), file.name());
    }

    private int delete(OutgoingFiles.Own file) throws IOException {
        boolean wasThere = Files.deleteIfExists(file.path());
        numbers.find(file.phoneNumberId()).ifPresent(number -> book.forget(number, file.name()));
        return wasThere ? 1 : 0;
    }
}
