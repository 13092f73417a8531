package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** Tokens of numbers.yaml, and when they expire. */
class TokenFileTest {

    @TempDir
    private Path folder;

    private int written;

    private void write(String lines) throws IOException {
        Path file = folder.resolve("numbers.yaml");
        Files.writeString(file, "tandem:\n  numbers:\n    - alias: shop\n      phoneNumberId: \"1001\"\n" + lines);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * ++written));
    }

    @Test
    void aTokenIsReadAgainWithItsEnd() throws IOException {
        MockEnvironment environment = new MockEnvironment().withProperty("SHOP_TOKEN", "second");
        TokenFile file = new TokenFile(folder.resolve("numbers.yaml"), environment);
        assertThat(file.get()).isEmpty();
        assertThat(file.entry("1001")).isEmpty();
        write("      accessToken: first\n      expiresAt: 2026-12-24T18:00:00Z\n");
        assertThat(file.get()).isEqualTo(Map.of("1001", "first"));
        assertThat(file.entry("1001").orElseThrow().expiresAt()).isEqualTo(Instant.parse("2026-12-24T18:00:00Z"));
        write("      accessToken: ${SHOP_TOKEN}\n");
        assertThat(file.get()).isEqualTo(Map.of("1001", "second"));
        assertThat(file.entry("1001").orElseThrow().expiresAt())
                .as("the new one never does")
                .isNull();
        write("      accessToken: third\n      expiresAt: tomorrow\n");
        assertThat(file.get())
                .as("what cannot be read leaves everything as it is")
                .isEqualTo(Map.of("1001", "second"));
    }
}
