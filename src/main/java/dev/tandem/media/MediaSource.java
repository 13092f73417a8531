package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where files come from and go to: Meta. Blocks while it asks, for minutes at most. Thread-safe. */
public interface MediaSource {

    /** Where a file can be had for 5 minutes, and what Meta says of it. */
    Address lookUp(BusinessNumber number, String mediaId) throws MediaFault;

    /**
     * Downloads a file. The token goes to allowed hosts only and follows no redirect.
     *
     * @param into where the bytes are written, replacing what is there
     */
    Download download(BusinessNumber number, Address address, Path into) throws MediaFault;

    /**
     * Uploads a file.
     *
     * @return the id by which it is sent, good for 30 days
     */
    String upload(BusinessNumber number, Path file, String contentType, String fileName) throws MediaFault;

    /**
     * What a look-up says.
     *
     * @param sha256 in hex, null when Meta says none
     * @param size in bytes, null when Meta says none
     */
    record Address(
            String url,
            @Nullable String contentType,
            @Nullable String sha256,
            @Nullable Long size) {}

    /** What was written. */
    record Download(String sha256, long size) {}
}
