package dev.tandem.send;

import dev.tandem.domain.Cause;
import java.util.Optional;

/** Whether a number takes new requests at all. Asked of every request outside campaigns: cheap, and never blocking. Thread-safe. */
@FunctionalInterface
public interface DoorCheck {

    /** Why no new request of this number is accepted now (R65, R67); empty when it is. */
    Optional<Cause> refusal(String phoneNumberId);
}
