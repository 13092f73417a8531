package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void cleanFolderEndsWithZero() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), route("A route."));

        assertThat(run(folder.toString())).isZero();
        assertThat(output()).isEqualTo("1 route in 1 file checked: no findings\n");
    }

    @Test
    void findingsEndWithOne() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), route("''"));

        assertThat(run(folder.toString())).isOne();
        assertThat(output())
                .isEqualTo(
                        folder + "/a.camel.yaml:1: the route 'a' has no description; say in a sentence what it is for\n"
                                + "1 route in 1 file checked: 1 finding\n");
    }

    @Test
    void wrongArgumentsShowTheUsage() {
        assertThat(run("--fix")).isOne();
        assertThat(output()).startsWith("usage: lint [folder]");
    }

    private int run(String... args) {
        return LintMain.run(new PrintStream(out, true, StandardCharsets.UTF_8), args);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static String route(String description) {
        return "- from:\n    id: a\n    description: " + description + "\n    uri: timer:a\n    steps:\n"
                + "      - log: x\n";
    }
}
