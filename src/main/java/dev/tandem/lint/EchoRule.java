package dev.tandem.lint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A route that reads what was typed on the phone and sends because of it says so in its request: by {@code
 * metadata.causedBy} the engine stops two machines that answer each other.
 */
final class EchoRule implements Rule {

    private static final String ECHOES = "VirtualTopic.wa.echo";
    private static final String MARK = "causedBy";
    private static final Set<String> INNER = Set.of("direct", "seda");

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        List<Endpoint> all = routes.endpoints().toList();
        all.stream()
                .filter(endpoint -> endpoint.consumer() && target(endpoint).contains(ECHOES))
                .forEach(reader -> check(reader.unit(), all, report));
    }

    private static void check(Unit reader, List<Endpoint> all, Report report) {
        Set<Unit> reached = reached(reader, all);
        if (reached.stream().anyMatch(EchoRule::isMarked)) {
            return;
        }
        all.stream()
                .filter(endpoint -> !endpoint.consumer() && reached.contains(endpoint.unit()) && isDoor(endpoint))
                .forEach(send -> report.at(
                        send.place(),
                        "the route " + reader.label()
                                + " reads what was typed on the phone and sends because of it: write"
                                + " \"metadata\":{\"causedBy\":\"${body[messageId]}\"} into the request, so that a circle of"
                                + " two machines is stopped"));
    }

    /** The route and all that it hands its messages to. */
    private static Set<Unit> reached(Unit start, List<Endpoint> all) {
        Set<Unit> reached = new LinkedHashSet<>();
        Deque<Unit> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            Unit unit = next.pop();
            if (reached.add(unit)) {
                all.stream()
                        .filter(call -> call.unit().equals(unit) && !call.consumer() && isInner(call))
                        .flatMap(call -> all.stream()
                                .filter(route -> route.consumer()
                                        && Objects.equals(route.scheme(), call.scheme())
                                        && route.serves(call)))
                        .forEach(route -> next.add(route.unit()));
            }
        }
        return reached;
    }

    private static boolean isInner(Endpoint call) {
        return call.scheme() != null && INNER.contains(call.scheme()) && !call.isDynamic() && !isDoor(call);
    }

    /** One of the ways by which a request comes in. */
    private static boolean isDoor(Endpoint endpoint) {
        String target = target(endpoint);
        return (endpoint.is("direct") && target.equals("send-accept"))
                || target.equals("wa.send")
                || target.equals("queue:wa.send")
                || target.contains("/api/v1/sends");
    }

    private static String target(Endpoint endpoint) {
        YamlNode parameters = endpoint.parameters();
        String destination = parameters == null ? null : parameters.text("destinationName");
        return destination != null && endpoint.path().isEmpty() ? destination : endpoint.channel();
    }

    private static boolean isMarked(Unit unit) {
        return unit.body()
                .descendants()
                .map(YamlNode::text)
                .flatMap(Stream::ofNullable)
                .anyMatch(text -> text.contains(MARK));
    }
}
