package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownPropertiesTest {

    @TempDir
    Path config;

    @Test
    void keysOfAllDocumentsAndFilesCount() throws IOException {
        Files.writeString(
                config.resolve("application.yaml"),
                "tandem:\n  data-dir: data\n---\nspring.config.activate.on-profile: production\ntandem.url: x\n");
        Files.writeString(config.resolve("numbers.yaml"), "tandem.numbers:\n  - alias: one\n");

        KnownProperties properties = KnownProperties.ofEngine(config);

        assertThat(properties.has("tandem.data-dir")).isTrue();
        assertThat(properties.has("tandem.url")).isTrue();
        assertThat(properties.has("tandem.numbers[0].alias")).isTrue();
        assertThat(properties.has("tandem.numbers[1].alias")).isFalse();
    }

    @Test
    void dashedNameFindsAKeyInCamelCaseAndNotTheOtherWayRound() {
        KnownProperties properties = KnownProperties.of(List.of("tandem.dataDir", "tandem.base-url"));

        assertThat(properties.has("tandem.data-dir")).isTrue();
        assertThat(properties.has("tandem.dataDir")).isTrue();
        assertThat(properties.has("tandem.baseUrl")).isFalse();
        assertThat(properties.canonical("tandem.baseUrl")).contains("tandem.base-url");
    }

    @Test
    void brokenConfigurationIsNamed() throws IOException {
        Files.writeString(config.resolve("numbers.yaml"), "a: [");

        assertThatThrownBy(() -> KnownProperties.ofEngine(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("numbers.yaml");
    }
}
