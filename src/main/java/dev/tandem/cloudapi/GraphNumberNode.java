package dev.tandem.cloudapi;

import dev.tandem.coexistence.watch.NumberNode;
import dev.tandem.domain.BusinessNumber;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the number node for {@code is_on_biz_app} and {@code platform_type}: {@code true} and {@code CLOUD_API} mean a
 * coexistence number (R5). Errors, silence and missing fields are no answer, nor is that the hour's calls are used up (R50).
 * Thread-safe; waits for the network.
 */
public final class GraphNumberNode implements NumberNode {

    private static final Logger LOG = LoggerFactory.getLogger(GraphNumberNode.class);

    private final NumberNodes nodes;
    private final ManagementCalls calls;

    public GraphNumberNode(GraphClient graph, ManagementCalls calls) {
        this.nodes = new NumberNodes(graph);
        this.calls = calls;
    }

    @Override
    public Optional<Boolean> isOnApp(BusinessNumber number) {
        return ask(number).isOnApp();
    }

    @Override
    public Said ask(BusinessNumber number) {
        try {
            return calls.makeIfSpared(
                    number.wabaId(), () -> nodes.said(number.graphUrl(), number.phoneNumberId(), number.accessToken()));
        } catch (IOException e) {
            LOG.debug("The node of {} could not be read, which says nothing of the number: {}", number, e.getMessage());
            return new Said(Optional.empty(), "");
        }
    }
}
