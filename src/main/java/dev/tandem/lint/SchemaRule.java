package dev.tandem.lint;

/** Every file is what Camel's schema of its YAML language allows. */
final class SchemaRule implements Rule {

    private final RouteSchema schema;

    SchemaRule(RouteSchema schema) {
        this.schema = schema;
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        for (RouteFile file : routes.files()) {
            schema.problems(file.root()).forEach(problem -> report.at(problem.place(), problem.message()));
        }
    }
}
