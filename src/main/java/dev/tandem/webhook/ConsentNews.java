package dev.tandem.webhook;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Set;

/**
 * What the way back tells of persons' wishes. Called after the item is kept; after a crash in between it is called again for
 * the same item. Thread-safe.
 */
public interface ConsentNews {

    /**
     * The person wants no marketing any more, or wants it again (R79).
     *
     * @param names all names under which the person is told, the best one first
     * @param at Meta's time of the choice
     */
    void preference(BusinessNumber number, Set<String> names, boolean stop, Instant at);

    /** A person wrote a text, or tapped a button that says it. */
    void wrote(BusinessNumber number, Set<String> names, String text, Instant at);
}
