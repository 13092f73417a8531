package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads in the background what sends wait for, each file once at a time. Thread-safe. */
public final class FileUploads {

    private static final Logger LOG = LoggerFactory.getLogger(FileUploads.class);

    private final FileDesk desk;
    private final Executor threads;
    private final Set<Wanted> underWay = ConcurrentHashMap.newKeySet();

    private record Wanted(String phoneNumberId, String file) {}

    public FileUploads(FileDesk desk, Executor threads) {
        this.desk = desk;
        this.threads = threads;
    }

    /** Has a file uploaded, unless it is on its way already; returns at once. */
    void want(BusinessNumber number, String file) {
        Wanted wanted = new Wanted(number.phoneNumberId(), file);
        if (underWay.add(wanted)) {
            try {
                threads.execute(() -> upload(number, wanted));
            } catch (RuntimeException stopping) {
                underWay.remove(wanted);
            }
        }
    }

    private void upload(BusinessNumber number, Wanted wanted) {
        try {
            // Who asked may have looked just before the upload of another was written down.
            if (desk.standing(number, wanted.file()) instanceof FileDesk.Standing.NotUploaded) {
                desk.upload(number, wanted.file());
            }
        } catch (MediaFault fault) {
            LOG.warn("The file {} of {} could not be uploaded: {}", wanted.file(), number, fault.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("The file {} of {} could not be uploaded; it is tried again", wanted.file(), number, e);
        } finally {
            underWay.remove(wanted);
        }
    }
}
