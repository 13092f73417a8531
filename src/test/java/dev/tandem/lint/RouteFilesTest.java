package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lints small files. Each file under {@code invalids} says in its first line what is to be found: {@code # expect: 9
 * bean, 12 id}; a file under {@code valids} has no findings.
 */
class RouteFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/lint");

    @TempDir
    Path folder;

    static Stream<Path> invalids() throws IOException {
        return files("invalids");
    }

    private static Stream<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(kind))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource
    void invalids(Path file) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()));

        List<Finding> findings = SampleLinter.lint(folder).findings();

        assertThat(findings)
                .extracting(finding -> finding.line() + " " + finding.ruleName())
                .as(() -> findings.toString())
                .containsExactly(expected(file));
    }

    @Test
    void valids() {
        LintReport report = SampleLinter.lint(FOLDER.resolve("valids"));

        assertThat(report.findings()).isEmpty();
        assertThat(report.summary()).isEqualTo("11 routes in 5 files checked: no findings");
    }

    private static String[] expected(Path file) throws IOException {
        String first = Files.readAllLines(file).get(0);
        assertThat(first).startsWith("# expect: ");
        return Arrays.stream(first.substring("# expect: ".length()).split(","))
                .map(String::strip)
                .toArray(String[]::new);
    }
}
