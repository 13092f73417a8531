package dev.tandem.lint;

/** Every route says in a sentence what it is for. */
final class DescriptionRule implements Rule {

    @Override
    public String name() {
        return "description";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        routes.routes().forEach(route -> {
            String description = route.description();
            if (description == null || description.isBlank()) {
                report.at(
                        route.body(),
                        "the " + route.noun() + " " + route.label()
                                + " has no description; say in a sentence what it is for");
            }
        });
    }
}
