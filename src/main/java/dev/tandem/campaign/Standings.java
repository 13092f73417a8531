package dev.tandem.campaign;

import dev.tandem.domain.BusinessNumber;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** How persons stand with a number, asked for many with one question. Only reads. Thread-safe. */
@FunctionalInterface
public interface Standings {

    /**
     * @param contacts by the keys under which the persons are known
     * @return by contact; a person of whom nothing is known is missing
     */
    Map<String, Standing> of(BusinessNumber number, Collection<String> contacts, Instant now);

    /**
     * How a person stands.
     *
     * @param windowOpen whether a free-form message may leave now
     * @param freeEntry whether Meta said that templates are free at the moment (R61, R62)
     */
    record Standing(boolean windowOpen, boolean freeEntry) {

        /** Of somebody who never wrote. */
        static final Standing STRANGER = new Standing(false, false);
    }
}
