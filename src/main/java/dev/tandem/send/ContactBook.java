package dev.tandem.send;

import dev.tandem.domain.Send;
import java.util.List;

/** Who is who, as the way back has learned it (R91). Only reads. Thread-safe. */
@FunctionalInterface
public interface ContactBook {

    /**
     * The same sends in the same order, each with the key of the contact that its recipient is known as: under the given
     * address, or under another form of the phone number. Who is not known keeps the own key. One question for all sends.
     */
    List<Send> resolve(List<Send> sends);
}
