package dev.tandem.template;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.TemplateName;

/** The sends that wait for a paused template. Thread-safe. */
@FunctionalInterface
public interface PausedSends {

    /** The pause is over: all that waited for it are asked again now. */
    void wake(BusinessNumber number, TemplateName template);
}
