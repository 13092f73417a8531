package dev.tandem.lint;

/** A route that others call by {@code direct:} has the same name as its endpoint, so that a reader finds it by id. */
final class DirectNameRule implements Rule {

    @Override
    public String name() {
        return "direct-name";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.endpoints()
                .filter(endpoint -> endpoint.consumer() && endpoint.is("direct"))
                .filter(endpoint -> !Placeholders.isIn(endpoint.channel()))
                .forEach(endpoint -> {
                    String id = endpoint.unit().id();
                    if (id != null && !id.equals(endpoint.channel())) {
                        report.at(
                                endpoint.place(),
                                "the route '" + id + "' listens on direct:" + endpoint.channel()
                                        + "; both have the same name: write direct:" + id
                                        + " or rename the route");
                    }
                });
    }
}
