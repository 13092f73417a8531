package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Optional;

/** When a number's access token expires, as far as somebody knows. Thread-safe. */
@FunctionalInterface
public interface TokenExpiry {

    /** Empty when nobody knows, or when it never expires. */
    Optional<Instant> expiresAt(BusinessNumber number);
}
