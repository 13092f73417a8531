package dev.tandem.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every {@code direct:} and {@code seda:} that is called has a route that listens, and never two. */
final class ConsumerRule implements Rule {

    private static final Set<String> SCHEMES = Set.of("direct", "seda");

    @Override
    public String name() {
        return "consumer";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        for (String scheme : SCHEMES) {
            List<Endpoint> all =
                    routes.endpoints().filter(endpoint -> endpoint.is(scheme)).toList();
            List<Endpoint> consumers = all.stream().filter(Endpoint::consumer).toList();
            checkCallers(scheme, all, consumers, report);
            checkConsumers(scheme, consumers, report);
        }
    }

    private static void checkCallers(String scheme, List<Endpoint> all, List<Endpoint> consumers, Report report) {
        List<String> channels = consumers.stream().map(Endpoint::channel).toList();
        all.stream()
                .filter(caller -> !caller.consumer() && !caller.isDynamic())
                .filter(caller -> consumers.stream().noneMatch(consumer -> consumer.serves(caller)))
                .forEach(caller -> report.at(
                        caller.place(),
                        "no route listens on " + scheme + ":" + caller.channel()
                                + Nearest.hint(caller.channel(), channels)));
    }

    private static void checkConsumers(String scheme, List<Endpoint> consumers, Report report) {
        Map<String, Endpoint> owners = new HashMap<>();
        for (Endpoint consumer : consumers) {
            Endpoint first = owners.putIfAbsent(consumer.channel(), consumer);
            if (first != null && !sharesOnPurpose(consumer)) {
                YamlNode place = first.place();
                report.at(
                        consumer.place(),
                        scheme + ":" + consumer.channel() + " has a listener already, the route "
                                + first.unit().label() + " in " + place.file() + ":" + place.line()
                                + "; rename one");
            }
        }
    }

    private static boolean sharesOnPurpose(Endpoint consumer) {
        YamlNode parameters = consumer.parameters();
        return consumer.uri().contains("multipleConsumers=true")
                || (parameters != null && "true".equals(parameters.text("multipleConsumers")));
    }
}
