package dev.tandem.lint;

import java.util.List;

/**
 * What a run of the linter found.
 *
 * @param findings everything that is wrong, ordered by file and line; empty when all is well
 * @param routes how many routes and route templates were read
 * @param files how many files were looked at
 */
public record LintReport(List<Finding> findings, int routes, int files) {

    public LintReport {
        findings = List.copyOf(findings);
    }

    /** True when nothing is wrong. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** The closing line of the command: what was checked and how many findings there are. */
    public String summary() {
        String result =
                switch (findings.size()) {
                    case 0 -> "no findings";
                    case 1 -> "1 finding";
                    default -> findings.size() + " findings";
                };
        return count(routes, "route") + " in " + count(files, "file") + " checked: " + result;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
