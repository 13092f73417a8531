package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;

/** Free entry points: after a click on an ad templates to the person are free for a while (R61). Thread-safe. */
public interface FreeEntries {

    /**
     * Meta says when it ends; the latest end counts. It opens no window (R62).
     *
     * @param name any name of a person who wrote before; nothing happens for somebody nobody knows
     */
    void until(BusinessNumber number, String name, Instant end);
}
