package dev.tandem.lint;

import java.util.List;
import java.util.stream.Stream;

/**
 * All route files of a folder, read. Routes call each other across files, so most rules need all of them.
 *
 * @param files the files, ordered by name
 */
record RouteSet(List<RouteFile> files) {

    Stream<Unit> units() {
        return files.stream().flatMap(file -> file.units().stream());
    }

    /** Routes and route templates. */
    Stream<Unit> routes() {
        return units().filter(Unit::isRoute);
    }

    /** Every endpoint that is named in any unit. */
    Stream<Endpoint> endpoints() {
        return units().flatMap(Endpoints::of);
    }
}
