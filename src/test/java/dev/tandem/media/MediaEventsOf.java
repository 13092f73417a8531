package dev.tandem.media;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Cause;
import dev.tandem.domain.Event;
import dev.tandem.domain.Reason;

/** The events of files, for tests of other rooms. */
public final class MediaEventsOf {

    private MediaEventsOf() {}

    /** That a file is gone. */
    public static Event gone(BusinessNumber number, MediaItem item, MediaBook.MessageOf message) {
        return MediaEvents.gone(number, item, Cause.of(Reason.MEDIA_EXPIRED), message);
    }
}
