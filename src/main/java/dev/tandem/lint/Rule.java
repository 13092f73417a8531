package dev.tandem.lint;

/** One rule that routes have to keep. Implementations hold no state of a run and may be used again. */
interface Rule {

    /** Short name of the rule, stands in {@link Finding#ruleName()}. */
    String name();

    /**
     * Checks all routes.
     *
     * @param routes every file of the folder that could be read
     * @param report takes each problem
     */
    void check(RouteSet routes, Report report);

    /** Takes the problems that a rule finds. */
    @FunctionalInterface
    interface Report {

        /** Says that {@code message} is wrong at {@code place}. */
        void at(YamlNode place, String message);
    }
}
