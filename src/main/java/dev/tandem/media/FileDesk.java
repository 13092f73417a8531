package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.MediaKind;
import dev.tandem.domain.MediaPatience;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Files to send and their uploads. An upload is used for 29 days, Meta keeps it for 30; a file that changed is uploaded anew.
 * Thread-safe.
 */
public final class FileDesk implements MediaIds {

    private static final int BUFFER = 1 << 16;

    private final OutgoingFiles files;
    private final FileBook book;
    private final MediaSource meta;
    private final Clock clock;

    public FileDesk(OutgoingFiles files, FileBook book, MediaSource meta, Clock clock) {
        this.files = files;
        this.book = book;
        this.meta = meta;
        this.clock = clock;
    }

    /** Where a file stands that a send names. */
    public sealed interface Standing {
        /** Meta has it. */
        record Uploaded(String metaId) implements Standing {}

        /** It can never be sent. */
        record Refused(Cause cause) implements Standing {}

        /** It must be uploaded first. */
        record NotUploaded() implements Standing {}
    }

    /** A file that was taken over for sending. */
    public record Taken(String file, String contentType, long size, String metaId) {}

    /** Where the file of this name stands; asks the disk and the database, not Meta. */
    public Standing standing(BusinessNumber number, String name) {
        Optional<Path> file = files.find(number, name);
        if (file.isEmpty()) {
            return new Standing.Refused(
                    Cause.of(Reason.MEDIA_UNKNOWN, "'" + name + "': " + Reason.MEDIA_UNKNOWN.advice()));
        }
        Optional<FileBook.Upload> upload = book.find(number, name)
                .filter(known -> known.version().equals(version(file.get())))
                .filter(known -> !MediaPatience.isStale(known.at(), clock.instant()));
        if (upload.isEmpty()) {
            return new Standing.NotUploaded();
        }
        String metaId = upload.get().metaId();
        return metaId == null
                ? new Standing.Refused(Cause.of(
                        Reason.MEDIA_REFUSED, String.valueOf(upload.get().refused())))
                : new Standing.Uploaded(metaId);
    }

    @Override
    public String metaId(BusinessNumber number, String name) {
        if (standing(number, name) instanceof Standing.Uploaded uploaded) {
            return uploaded.metaId();
        }
        throw new IllegalStateException("The file '" + name + "' is not at Meta any more");
    }

    /** Uploads the file of this name; blocks. What Meta refuses for good is written down as well. */
    public String upload(BusinessNumber number, String name) throws MediaFault {
        Path file = files.find(number, name)
                .orElseThrow(() -> MediaFault.lasting(
                        Cause.of(Reason.MEDIA_UNKNOWN, "'" + name + "': " + Reason.MEDIA_UNKNOWN.advice())));
        String version = version(file);
        try {
            String metaId = meta.upload(number, file, typeOf(name, file), name);
            book.put(number, name, new FileBook.Upload(version, metaId, null, clock.instant()));
            return metaId;
        } catch (MediaFault fault) {
            if (fault.isLasting()) {
                book.put(number, name, new FileBook.Upload(version, null, fault.getMessage(), clock.instant()));
            }
            throw fault;
        }
    }

    private static String typeOf(String name, Path file) throws MediaFault {
        String type = MediaKind.typeOf(name)
                .orElseThrow(() -> MediaFault.lasting(Cause.of(
                        Reason.MEDIA_REFUSED,
                        "The ending of '" + name + "' names no type of file that WhatsApp sends.")));
        long largest = MediaKind.of(type).largest();
        if (file.toFile().length() > largest) {
            throw MediaFault.lasting(tooLarge(type));
        }
        return type;
    }

    private static Cause tooLarge(String type) {
        return Cause.of(
                Reason.MEDIA_REFUSED,
                "It is larger than the " + (MediaKind.of(type).largest() >> 20) + " MiB that Meta takes of " + type
                        + ".");
    }

    /**
     * Takes over bytes for sending and uploads them at once.
     *
     * @param contentType as the caller says
     * @return with a name that can stand in {@code file}
     * @throws MediaFault lasting when it is nothing that WhatsApp sends; passing when Meta cannot be reached: nothing is kept
     * @throws IOException when the bytes cannot be read or written
     */
    public Taken take(BusinessNumber number, String contentType, InputStream bytes) throws MediaFault, IOException {
        String ending = MediaKind.endingOf(contentType, "");
        String type = MediaKind.typeOf("." + ending)
                .orElseThrow(() -> MediaFault.lasting(Cause.of(
                        Reason.MEDIA_REFUSED, "'" + contentType + "' is no type of file that WhatsApp sends.")));
        String name = UUID.randomUUID() + "." + ending;
        Path coming = files.incoming();
        try {
            long size = copy(bytes, coming, type);
            Path kept = files.keep(number, name, coming);
            try {
                return new Taken(name, type, size, upload(number, name));
            } catch (MediaFault fault) {
                Files.deleteIfExists(kept);
                throw fault;
            }
        } finally {
            Files.deleteIfExists(coming);
        }
    }

    private static long copy(InputStream bytes, Path into, String type) throws IOException, MediaFault {
        long size = 0;
        try (OutputStream out = Files.newOutputStream(into)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                size += read;
                if (size > MediaKind.of(type).largest()) {
                    throw MediaFault.lasting(tooLarge(type));
                }
                out.write(buffer, 0, read);
            }
        }
        if (size == 0) {
            throw MediaFault.lasting(
                    Cause.of(Reason.MEDIA_REFUSED, "The body is empty: it should be the file's bytes."));
        }
        return size;
    }

    private static String version(Path file) {
        try {
            return OutgoingFiles.version(file);
        } catch (IOException goneMeanwhile) {
            return "";
        }
    }
}
