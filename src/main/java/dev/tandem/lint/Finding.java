package dev.tandem.lint;

import java.util.Comparator;

/**
 * One thing that is wrong in a route file.
 *
 * @param file path of the file as it was given, with forward slashes
 * @param line line in that file, from 1
 * @param ruleName short name of the rule that was broken, such as {@code bean}
 * @param message what is wrong and what to do, in one line
 */
public record Finding(String file, int line, String ruleName, String message) implements Comparable<Finding> {

    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparing(Finding::ruleName)
            .thenComparing(Finding::message);

    @Override
    public int compareTo(Finding other) {
        return BY_PLACE.compare(this, other);
    }

    /** The form compilers use, which editors and CI systems turn into a link: {@code file:line: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
