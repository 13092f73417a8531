package dev.tandem.campaign;

import static dev.tandem.campaign.PreflightSchedule.count;
import static dev.tandem.campaign.PreflightSchedule.number;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report in words, for the person who dropped the file. */
final class PreflightText {

    private PreflightText() {}

    /** Writes the report; it appears whole. */
    static void write(PreflightReport report, Path target) throws IOException {
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".part");
        // Half a character in a row must not keep the report from being written.
        Files.write(unfinished, of(report).getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static String of(PreflightReport report) {
        StringBuilder text = new StringBuilder();
        line(text, "Preflight of " + report.file() + " (campaign " + report.campaign() + "), " + report.checkedAt());
        line(
                text,
                report.settings() == null
                        ? "No settings lay beside it."
                        : "With the settings in " + report.settings() + ".");
        line(text, "");
        line(text, report.next());
        line(text, "");
        line(
                text,
                "Rows: " + number(report.rows()) + ", of which " + number(report.good()) + " can be sent and "
                        + number(report.bad()) + " cannot ("
                        + String.format(Locale.ROOT, "%.1f %%", 100 * report.badShare()) + ").");
        repeated(
                text,
                report.duplicatePersons(),
                "to a person who has an earlier row in this file; each of them is sent");
        repeated(
                text,
                report.duplicateIds(),
                "with the id of an earlier row; the same content is sent once, other content is refused");
        findings(text, "Rows that cannot be sent", report.refused());
        findings(text, "Worth knowing of rows that can be sent", report.noted());
        PreflightReport.Windows windows = report.windows();
        section(text, "Windows at this moment");
        line(text, "- open: " + number(windows.open()) + ", closed: " + number(windows.closed()));
        line(
                text,
                "- free-form: " + number(windows.freeform()) + ", as a template: " + number(windows.template())
                        + (windows.held() > 0 ? ", wait until the person writes: " + number(windows.held()) : ""));
        section(text, "Charged messages (estimate)");
        line(text, "- " + charge(report.charge()));
        line(text, "- " + report.charge().text());
        section(text, "People in 24 hours");
        line(text, "- " + report.portfolio().text());
        section(text, "Duration");
        report.schedule()
                .numbers()
                .forEach(plan -> line(text, "- " + plan.number() + " (" + plan.limit() + "): " + plan.text()));
        line(text, "- " + report.schedule().text());
        if (!report.remarks().isEmpty()) {
            section(text, "Before it can go");
            report.remarks().forEach(remark -> line(text, "- " + remark));
        }
        return text.toString();
    }

    private static String charge(PreflightReport.Charge charge) {
        String kinds = charge.byCategory().entrySet().stream()
                .map(each -> number(each.getValue()) + " " + each.getKey())
                .collect(Collectors.joining(", "));
        return "at most " + number(charge.charged()) + (kinds.isEmpty() ? "" : " (" + kinds + ")") + ", free: "
                + number(charge.free());
    }

    private static void repeated(StringBuilder text, PreflightReport.Repeated repeated, String what) {
        if (repeated.rows() > 0) {
            line(
                    text,
                    count(repeated.rows(), "row", "rows") + " " + what + ": "
                            + lines(repeated.lines(), repeated.rows()));
        }
    }

    private static void findings(StringBuilder text, String title, List<PreflightReport.Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        section(text, title);
        for (PreflightReport.Finding finding : findings) {
            line(text, "- " + finding.reason() + ", " + count(finding.rows(), "row", "rows") + ": " + finding.detail());
            line(text, "  " + lines(finding.lines(), finding.rows()));
        }
    }

    private static String lines(List<Long> lines, long rows) {
        return (rows == 1 ? "line " : "lines ")
                + lines.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + (rows > lines.size() ? " and " + number(rows - lines.size()) + " more" : "");
    }

    private static void section(StringBuilder text, String title) {
        line(text, "");
        line(text, title);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
