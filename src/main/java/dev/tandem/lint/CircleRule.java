package dev.tandem.lint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** No route calls itself through {@code direct:}, not by way of others either: it would end in a stack overflow. */
final class CircleRule implements Rule {

    @Override
    public String name() {
        return "circle";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        List<Endpoint> directs =
                routes.endpoints().filter(endpoint -> endpoint.is("direct")).toList();
        Map<Endpoint, List<Endpoint>> calls = new LinkedHashMap<>();
        directs.stream()
                .filter(Endpoint::consumer)
                .forEach(route -> calls.put(
                        route,
                        directs.stream()
                                .filter(call -> !call.consumer() && !call.isDynamic())
                                .filter(call -> call.unit().equals(route.unit()))
                                .toList()));
        Search search = new Search(calls, report);
        calls.keySet().forEach(search::visit);
    }

    /** A walk in depth; a call to a route that is still on the way is a circle. */
    private static final class Search {

        private final Map<Endpoint, List<Endpoint>> calls;
        private final Report report;
        private final Deque<Endpoint> way = new ArrayDeque<>();
        private final Set<Endpoint> done = new HashSet<>();

        Search(Map<Endpoint, List<Endpoint>> calls, Report report) {
            this.calls = calls;
            this.report = report;
        }

        void visit(Endpoint route) {
            if (done.contains(route)) {
                return;
            }
            way.addLast(route);
            for (Endpoint call : calls.getOrDefault(route, List.of())) {
                calls.keySet().stream().filter(next -> next.serves(call)).forEach(next -> follow(call, next));
            }
            way.removeLast();
            done.add(route);
        }

        private void follow(Endpoint call, Endpoint next) {
            if (way.contains(next)) {
                report.at(call.place(), "the routes call each other in a circle: " + circle(next));
            } else {
                visit(next);
            }
        }

        private String circle(Endpoint start) {
            Iterator<Endpoint> steps = way.iterator();
            Deque<Endpoint> circle = new ArrayDeque<>();
            while (steps.hasNext()) {
                Endpoint step = steps.next();
                if (!circle.isEmpty() || step.equals(start)) {
                    circle.add(step);
                }
            }
            circle.add(start);
            return circle.stream().map(Endpoint::channel).collect(Collectors.joining(" -> "));
        }
    }
}
