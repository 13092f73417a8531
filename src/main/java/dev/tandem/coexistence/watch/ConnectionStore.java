package dev.tandem.coexistence.watch;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Connection;
import dev.tandem.domain.ConnectionFacts;
import dev.tandem.domain.Restriction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is known of the numbers' connections, on disk. Every method is one transaction. Thread-safe. */
public interface ConnectionStore {

    /** All that is known, by {@code phone_number_id}; a number of which nothing was ever told is missing. */
    Map<String, ConnectionFacts> connections();

    /** How a number is connected that is away from its phone, as it is on disk now; empty while it is linked. */
    Optional<Connection> away(BusinessNumber number);

    /** All restrictions, by {@code phone_number_id}. */
    Map<String, List<Restriction>> restrictions();

    /**
     * Adds to what is known of a number; two that do so at the same time lose nothing.
     *
     * @param how from what is known to what is known then; pure, and may be asked twice
     */
    ConnectionFacts change(BusinessNumber number, UnaryOperator<ConnectionFacts> how);

    /** Keeps a restriction, unless a later word about its kind is known. */
    void restrict(BusinessNumber number, Restriction restriction);
}
