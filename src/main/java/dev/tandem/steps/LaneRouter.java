package dev.tandem.steps;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Limits;
import dev.tandem.send.LaneRoutes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes as routes made from the template {@code number-lane}, one per number that has work. Thread-safe. */
public final class LaneRouter implements LaneRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LaneRouter.class);

    private static final String TEMPLATE = "number-lane";

    private final CamelContext camel;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public LaneRouter(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void ensureRunning(BusinessNumber number) {
        if (running.contains(number.phoneNumberId())) {
            return;
        }
        synchronized (this) {
            if (!running.contains(number.phoneNumberId())) {
                start(number);
            }
        }
    }

    private void start(BusinessNumber number) {
        Limits limits = number.limits();
        Ceiling ceiling = Ceiling.of(limits);
        try {
            camel.addRouteFromTemplate(
                    routeId(number),
                    TEMPLATE,
                    Map.of(
                            "phoneNumberId", number.phoneNumberId(),
                            "consumers", limits.laneConsumers(),
                            "ceilingRequests", ceiling.requests(),
                            "ceilingMillis", ceiling.millis()));
            running.add(number.phoneNumberId());
            LOG.debug("The lane of {} runs: {}", number, limits.bindingInWords());
        } catch (Exception e) {
            throw new IllegalStateException("The lane of " + number + " cannot be started", e);
        }
    }

    @Override
    public synchronized void stop(BusinessNumber number) {
        if (!running.contains(number.phoneNumberId())) {
            return;
        }
        try {
            camel.getRouteController().stopRoute(routeId(number));
            camel.removeRoute(routeId(number));
            running.remove(number.phoneNumberId());
        } catch (Exception e) {
            LOG.warn("The lane of {} cannot be stopped; it stays as it is", number, e);
        }
    }

    private static String routeId(BusinessNumber number) {
        return "lane-" + number.phoneNumberId();
    }

    /**
     * The throttle's figures: half a second's worth at once. The slots before it make the pace exact; the
     * throttle is the ceiling that holds whatever the slots say.
     */
    private record Ceiling(int requests, long millis) {

        private static Ceiling of(Limits limits) {
            int perSecond = limits.bindingPerSecond().orElse(1_000);
            int requests = Math.max(1, (perSecond + 1) / 2);
            return new Ceiling(requests, requests * 1_000L / perSecond);
        }
    }
}
