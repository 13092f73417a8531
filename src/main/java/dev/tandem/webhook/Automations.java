package dev.tandem.webhook;

import dev.tandem.domain.AutomationPause;
import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which conversations nothing answers by itself at the moment. A person may be asked for by any name, also before they
 * wrote for the first time. Every method is one transaction. Thread-safe.
 */
public interface Automations {

    /**
     * The pause of the conversation with the person of this name, see {@link ContactName}; empty when there is none, or when
     * it has ended by itself.
     */
    Optional<AutomationPause> pause(BusinessNumber number, String name, Instant now);

    /**
     * Begins a pause of the conversation with the person of this name, or lets the one that holds last as long; one that
     * lasts longer stays as it is. The same again changes nothing.
     */
    void extend(BusinessNumber number, String name, AutomationPause pause, Instant now);

    /** Begins, changes or, with null, ends the pause of the conversation with the person of this name. */
    void set(BusinessNumber number, String name, @Nullable AutomationPause pause, Instant now);
}
