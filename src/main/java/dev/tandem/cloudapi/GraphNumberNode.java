package dev.tandem.cloudapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.coexistence.watch.NumberNode;
import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code GET /{phone_number_id}?fields=is_on_biz_app,platform_type}: {@code true} and {@code CLOUD_API} mean a
 * coexistence number (R5). Errors, silence and missing fields are no answer. Thread-safe; waits for the network.
 */
public final class GraphNumberNode implements NumberNode {

    private static final Logger LOG = LoggerFactory.getLogger(GraphNumberNode.class);
    private static final String CLOUD_API = "CLOUD_API";

    private final GraphClient graph;

    public GraphNumberNode(GraphClient graph) {
        this.graph = graph;
    }

    @Override
    public Optional<Boolean> isOnApp(BusinessNumber number) {
        try {
            return read(graph.get(number, "/" + number.phoneNumberId() + "?fields=is_on_biz_app,platform_type"));
        } catch (IOException e) {
            LOG.debug("The node of {} could not be read, which says nothing of the number: {}", number, e.getMessage());
            return Optional.empty();
        }
    }

    static Optional<Boolean> read(JsonNode node) {
        JsonNode onApp = node.path("is_on_biz_app");
        String platform = node.path("platform_type").asText("");
        boolean saysNo = onApp.isBoolean() && !onApp.booleanValue();
        if (saysNo || (!platform.isEmpty() && !platform.equals(CLOUD_API))) {
            return Optional.of(false);
        }
        return onApp.isBoolean() && platform.equals(CLOUD_API) ? Optional.of(true) : Optional.empty();
    }
}
