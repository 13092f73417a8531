package dev.tandem.lint;

import java.nio.file.Path;
import java.util.List;

/** A linter that knows the sample beans and two properties. */
final class SampleLinter {

    private SampleLinter() {}

    static LintReport lint(Path folder) {
        KnownBeans beans = KnownBeans.inPackages(List.of("dev.tandem.lint.sample"))
                .and(List.of("dataSource", "transactionManager"));
        KnownProperties properties = KnownProperties.of(List.of("tandem.data-dir", "tandem.numbers[0].alias"));
        return new RouteLinter(beans, properties).lint(folder);
    }
}
