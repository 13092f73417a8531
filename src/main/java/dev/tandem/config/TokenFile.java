package dev.tandem.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
 * The access tokens in {@code config/numbers.yaml}, read again whenever the file is written: a token may be replaced while the
 * engine runs. Everything else in the file waits for the next start. A file that cannot be read leaves the tokens as they are.
 * Not thread-safe.
 */
final class TokenFile implements Supplier<Map<String, String>> {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Path file;
    private final Environment environment;
    private FileTime readAt = FileTime.fromMillis(0);
    private Map<String, String> tokens = Map.of();

    TokenFile(Path file, Environment environment) {
        this.file = file;
        this.environment = environment;
    }

    /** What is read of one number. */
    record Entry(String phoneNumberId, String accessToken) {}

    @Override
    public Map<String, String> get() {
        try {
            FileTime written = Files.exists(file) ? Files.getLastModifiedTime(file) : readAt;
            if (!written.equals(readAt)) {
                tokens = read();
                readAt = written;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The tokens in {} cannot be read, so the old ones stay in use: {}", file, e.getMessage());
        }
        return tokens;
    }

    private Map<String, String> read() throws IOException {
        List<PropertySource<?>> yaml =
                new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
        Binder binder = new Binder(
                ConfigurationPropertySources.from(yaml), new PropertySourcesPlaceholdersResolver(environment));
        Map<String, String> read = new HashMap<>();
        binder.bind("tandem.numbers", Bindable.listOf(Entry.class))
                .orElse(List.of())
                .forEach(entry -> read.put(entry.phoneNumberId(), entry.accessToken()));
        return read;
    }
}
