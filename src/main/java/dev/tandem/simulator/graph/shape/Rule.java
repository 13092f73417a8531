package dev.tandem.simulator.graph.shape;

import com.fasterxml.jackson.databind.JsonNode;

/** What a value must look like. Implementations keep no state and are thread-safe. */
@FunctionalInterface
public interface Rule {
    /**
     * Accepts the value or refuses the send.
     *
     * @param path the value's place in the body, such as {@code text.body}, for the error
     * @throws dev.tandem.simulator.meta.MetaException 100, 131008 or 131009
     */
    void check(JsonNode value, String path);
}
