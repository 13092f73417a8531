package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The routes that come with the engine have no findings against its own beans and configuration. */
class EngineRoutesTest {

    @Test
    void engineRoutesAreClean() throws IOException {
        LintReport report = LintMain.ofEngine(Path.of("config")).lint(Path.of("routes"));

        assertThat(report.findings()).isEmpty();
    }
}
