package dev.tandem.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * The access tokens in {@code config/numbers.yaml} and their ends, read again whenever the file is written: a token may be
 * replaced while the engine runs. Everything else in the file waits for the next start. A file that cannot be read leaves the
 * tokens as they are. One thread at a time reads the file; their ends may be asked by any.
 */
final class TokenFile implements Supplier<Map<String, String>> {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Path file;
    private final Environment environment;
    private FileTime readAt = FileTime.fromMillis(0);
    private volatile Map<String, Entry> entries = Map.of();

    TokenFile(Path file, Environment environment) {
        this.file = file;
        this.environment = environment;
    }

    /** What is read of one number. */
    record Entry(
            String phoneNumberId,
            String accessToken,
            @Nullable Instant expiresAt) {}

    /** What was read of a number last; empty when the file does not have it, or was not read yet. */
    Optional<Entry> entry(String phoneNumberId) {
        return Optional.ofNullable(entries.get(phoneNumberId));
    }

    @Override
    public Map<String, String> get() {
        try {
            FileTime written = Files.exists(file) ? Files.getLastModifiedTime(file) : readAt;
            if (!written.equals(readAt)) {
                entries = read();
                readAt = written;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The tokens in {} cannot be read, so the old ones stay in use: {}", file, e.getMessage());
        }
        Map<String, String> tokens = new HashMap<>();
        entries.values().forEach(entry -> tokens.put(entry.phoneNumberId(), entry.accessToken()));
        return tokens;
    }

    private Map<String, Entry> read() throws IOException {
        List<PropertySource<?>> yaml =
                new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
        Binder binder = new Binder(
                ConfigurationPropertySources.from(yaml), new PropertySourcesPlaceholdersResolver(environment));
        Map<String, Entry> read = new HashMap<>();
        binder.bind("tandem.numbers", Bindable.listOf(Entry.class))
                .orElse(List.of())
                .forEach(entry -> read.put(entry.phoneNumberId(), entry));
        return read;
    }
}
