package dev.tandem.send;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.StatusReport;
import java.io.IOException;
import java.util.List;

/** Meta's own record of what became of a message: there stand statuses whose webhooks were lost. Thread-safe. */
@FunctionalInterface
public interface MessageHistory {

    /**
     * The statuses of a message, oldest first; blocks while it asks.
     *
     * @throws IOException when Meta cannot be asked, or refuses; the text says why
     */
    List<StatusReport> of(BusinessNumber number, String wamid) throws IOException;
}
