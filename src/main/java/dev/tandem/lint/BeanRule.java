package dev.tandem.lint;

import java.util.Optional;

/** Every bean and class that a route names exists, and so does the method it calls. */
final class BeanRule implements Rule {

    private final KnownBeans known;

    BeanRule(KnownBeans known) {
        this.known = known;
    }

    @Override
    public String name() {
        return "bean";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        KnownBeans all = known.and(routes);
        routes.units().flatMap(BeanUses::of).forEach(use -> problem(use, all)
                .ifPresent(message -> report.at(use.place(), message)));
    }

    private static Optional<String> problem(BeanUse use, KnownBeans beans) {
        String name = use.bean() == null ? use.className() : use.bean();
        if (name == null || name.contains("${") || Placeholders.isIn(name)) {
            return Optional.empty();
        }
        Optional<Class<?>> type = use.bean() == null ? KnownBeans.load(name) : beans.type(name);
        if (use.bean() == null && type.isEmpty()) {
            return Optional.of("there is no class '" + name + "'");
        }
        if (use.bean() != null && !beans.has(name)) {
            return Optional.of("there is no bean '" + name + "'" + Nearest.hint(name, beans.names()));
        }
        return use.called() ? type.flatMap(found -> methodProblem(use, found)) : Optional.empty();
    }

    private static Optional<String> methodProblem(BeanUse use, Class<?> type) {
        String method = use.method();
        if (method == null) {
            return MethodCall.problemWithoutName(type);
        }
        return method.startsWith("${") || Placeholders.isIn(method)
                ? Optional.empty()
                : MethodCall.parse(method).problem(type);
    }
}
