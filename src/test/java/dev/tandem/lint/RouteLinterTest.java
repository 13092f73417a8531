package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteLinterTest {

    @TempDir
    Path folder;

    @Test
    void missingFolderIsAFinding() {
        LintReport report = SampleLinter.lint(folder.resolve("none"));

        assertThat(report.findings())
                .extracting(Finding::message)
                .containsExactly("there is no such folder; name the folder of the routes");
        assertThat(report.summary()).isEqualTo("0 routes in 0 files checked: 1 finding");
    }

    @Test
    void emptyFolderIsAFinding() {
        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::message)
                .containsExactly("holds no *.camel.yaml file; nothing would run");
    }

    @Test
    void fileThatCamelWouldNotLoadIsAFinding() throws IOException {
        write("team/a.yml", timer("a"));

        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::toString)
                .containsExactly(folder + "/team/a.yml:1: would not be loaded: the name of a route file ends in"
                        + " .camel.yaml");
    }

    @Test
    void fileInAnotherEncodingIsAFinding() throws IOException {
        Files.write(folder.resolve("a.camel.yaml"), "# Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::message)
                .containsExactly("is not UTF-8; save it as UTF-8");
    }

    @Test
    void otherFilesMayLieBesideTheRoutes() throws IOException {
        write("a.camel.yaml", timer("a"));
        write("README.md", "# About these routes\n");

        assertThat(SampleLinter.lint(folder).summary()).isEqualTo("1 route in 1 file checked: no findings");
    }

    @Test
    void routesCallEachOtherAcrossFiles() throws IOException {
        write("team/caller.camel.yaml", timer("caller").replace("log: x", "to: direct:called"));
        write("send/called.camel.yaml", timer("called").replace("timer:tick", "direct:called"));

        assertThat(SampleLinter.lint(folder).findings()).isEmpty();
    }

    @Test
    void idsAreUniqueAcrossFiles() throws IOException {
        write("a.camel.yaml", timer("same"));
        write("b.camel.yaml", timer("same"));

        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::toString)
                .containsExactly(folder + "/b.camel.yaml:2: the id 'same' is taken by " + folder
                        + "/a.camel.yaml:2; choose another");
    }

    @Test
    void oneBrokenFileDoesNotHideAnother() throws IOException {
        write("a.camel.yaml", "- route: [");
        write("b.camel.yaml", timer("b").replace("log: x", "log: '{{nowhere}}'"));

        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::ruleName)
                .containsExactly("file", "property");
    }

    @Test
    void aCircleNamesItsPath() throws IOException {
        write("a.camel.yaml", timer("a").replace("timer:tick", "direct:a").replace("log: x", "to: direct:b"));
        write("b.camel.yaml", timer("b").replace("timer:tick", "direct:b").replace("log: x", "to: direct:a"));

        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::message)
                .containsExactly("the routes call each other in a circle: a -> b -> a");
    }

    @Test
    void aSecretIsNotRepeated() throws IOException {
        write("a.camel.yaml", timer("a").replace("log: x", "to: http://localhost?authPassword=hunter2"));

        assertThat(SampleLinter.lint(folder).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).doesNotContain("hunter2"));
    }

    @Test
    void whatIsNearIsOffered() throws IOException {
        write("a.camel.yaml", timer("a").replace("timer:tick", "timer:tick?perod=5"));

        assertThat(SampleLinter.lint(folder).findings())
                .extracting(Finding::message)
                .containsExactly("timer has no option 'perod'; did you mean 'period'?");
    }

    private static String timer(String id) {
        return "- from:\n    id: " + id + "\n    description: Ticks.\n    uri: timer:tick\n    steps:\n"
                + "      - log: x\n";
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
