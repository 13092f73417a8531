package dev.tandem.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Follows what was typed on the phone through the routes, up to the sends it causes, so that the lane can stop a circle of two
 * machines whether or not whoever wrote a route thought of one. The exchange carries the echo's message id from step to step, and
 * whatever leaves it for a queue or for the API has it in the header {@value #HEADER}. A bean, a file or a program of its own in
 * between loses the trail; there the request says {@code metadata.causedBy} itself. Thread-safe.
 */
public final class EchoTrail extends EventNotifierSupport implements RoutePolicyFactory {

    /** The message id of the echo, on messages and calls. */
    static final String HEADER = "TandemCausedBy";

    private static final String PROPERTY = "tandem.causedBy";
    private static final Set<String> QUEUES = Set.of("activemq6", "amqp", "jms");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RoutePolicy start = new RoutePolicySupport() {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (cause(exchange).isEmpty()) {
                exchange.setProperty(PROPERTY, found(exchange));
            }
        }
    };

    /** Hears of nothing but what is about to be sent: events that nobody wants are not even made. */
    public EchoTrail() {
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
        setIgnoreExchangeSentEvents(true);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return start;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeSendingEvent sending && leaves(sending.getEndpoint())) {
            Exchange exchange = sending.getExchange();
            cause(exchange).ifPresent(cause -> exchange.getMessage().setHeader(HEADER, cause));
        }
    }

    /** The message that was typed on the phone and because of which this exchange runs; empty when there is none. */
    static Optional<String> cause(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, String.class));
    }

    private static boolean leaves(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        return QUEUES.contains(uri.substring(0, Math.max(0, uri.indexOf(':')))) || uri.contains("/api/v1/sends");
    }

    private static @Nullable String found(Exchange exchange) {
        String brought = exchange.getMessage().getHeader(HEADER, String.class);
        return brought != null || !isEcho(exchange) ? brought : messageId(exchange);
    }

    /** The channel stands on every event, so that also whoever reads all channels at once is seen. */
    private static boolean isEcho(Exchange exchange) {
        Endpoint from = exchange.getFromEndpoint();
        return "echo".equals(exchange.getMessage().getHeader("channel"))
                && from != null
                && from.getEndpointUri().contains("VirtualTopic.wa.");
    }

    private static @Nullable String messageId(Exchange exchange) {
        try {
            return JSON.readTree(exchange.getMessage().getBody(String.class))
                    .path("messageId")
                    .textValue();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // No event of ours, whatever its properties say.
            return null;
        }
    }
}
