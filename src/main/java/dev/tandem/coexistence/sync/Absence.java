package dev.tandem.coexistence.sync;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import java.util.Optional;

/** Who knows whether a number is away from its phone. Thread-safe. */
@FunctionalInterface
public interface Absence {

    /** How a number is connected that is away, as every engine knows it by now; empty while it is linked. May ask a database. */
    Optional<Connection> of(BusinessNumber number);
}
