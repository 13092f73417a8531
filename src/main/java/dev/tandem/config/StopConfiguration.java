package dev.tandem.config;

import dev.tandem.domain.Patience;
import dev.tandem.send.Feeder;
import dev.tandem.send.OrderlyStop;
import dev.tandem.send.RequestsUnderWay;
import dev.tandem.send.SendMoves;
import dev.tandem.send.StatusDesk;
import dev.tandem.send.WaitingSends;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What happens first when the process is asked to end: the sending stops in order, then everything else. */
@Configuration(proxyBeanMethods = false)
class StopConfiguration {

    /** How long a request's answer is waited for; what follows takes less than the five seconds to the promised twenty. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Bean
    RequestsUnderWay requestsUnderWay() {
        return new RequestsUnderWay();
    }

    @Bean
    OrderlyStop orderlyStop(
            RequestsUnderWay underWay,
            Feeder feeder,
            WaitingSends waiting,
            SendMoves moves,
            StatusDesk statuses,
            Patience patience,
            Clock clock) {
        return new OrderlyStop(underWay, feeder, waiting, moves, statuses, patience, clock);
    }

    /** Lazy inside: a context that is a dependency of what starts would be started with it, before it has its routes. */
    @Bean
    SmartLifecycle sendingStops(OrderlyStop stop, @Lazy CamelContext camel, HttpClientConfigurer oneRequestOnly) {
        return new SendingStops(stop, camel, oneRequestOnly);
    }

    /** Stops before the web server and before Camel, which would wait for the requests without knowing what they are. */
    private static final class SendingStops implements SmartLifecycle {

        private static final Logger LOG = LoggerFactory.getLogger(SendingStops.class);

        private final OrderlyStop stop;
        private final CamelContext camel;
        private final HttpClientConfigurer ofLanes;
        private volatile boolean running;

        private SendingStops(OrderlyStop stop, CamelContext camel, HttpClientConfigurer ofLanes) {
            this.stop = stop;
            this.camel = camel;
            this.ofLanes = ofLanes;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public void stop() {
            running = false;
            if (stop.stop(PATIENCE) > 0) {
                camel.getEndpoints().forEach(this::cutOff);
            }
        }

        /** Nobody waits for these answers any more: their threads must not keep the process alive. */
        private void cutOff(Endpoint endpoint) {
            if (endpoint instanceof HttpEndpoint graph
                    && graph.getHttpClientConfigurer() == ofLanes
                    && graph.getHttpClient() instanceof ModalCloseable client) {
                LOG.debug("Cutting off the requests of {}", endpoint);
                client.close(CloseMode.IMMEDIATE);
            }
        }
    }
}
