package dev.tandem.lint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * The properties that a placeholder in a route can name. Immutable.
 *
 * <p>Only what stands in a file counts. A default in the code of a configuration class does not: Spring's environment,
 * which Camel asks, never learns of it.
 */
public final class KnownProperties {

    private final Set<String> names;

    private KnownProperties(Set<String> names) {
        this.names = names;
    }

    /** Exactly these names, in the dotted form. */
    public static KnownProperties of(Collection<String> names) {
        return new KnownProperties(new TreeSet<>(names));
    }

    /**
     * The properties that the engine has: those of {@code application.yaml} inside the jar, and of {@code
     * application.yaml} and {@code numbers.yaml} in the configuration folder. Missing files count as empty; keys of all
     * profiles are taken.
     *
     * @throws IOException when a file is there and cannot be read
     * @throws IllegalStateException when a file is there and is no valid configuration
     */
    public static KnownProperties ofEngine(Path config) throws IOException {
        List<Resource> files = new ArrayList<>();
        files.add(new ClassPathResource("application.yaml"));
        for (String file : List.of("application.yaml", "numbers.yaml")) {
            files.add(new FileSystemResource(config.resolve(file)));
        }
        Set<String> names = new TreeSet<>();
        for (Resource file : files) {
            if (file.exists()) {
                names.addAll(keys(file));
            }
        }
        return new KnownProperties(names);
    }

    private static List<String> keys(Resource file) throws IOException {
        List<String> keys = new ArrayList<>();
        try {
            for (PropertySource<?> document : new YamlPropertySourceLoader().load(file.getDescription(), file)) {
                keys.addAll(List.of(((EnumerablePropertySource<?>) document).getPropertyNames()));
            }
        } catch (RuntimeException e) {
            // The parser of Spring Boot has exceptions of its own
            throw new IllegalStateException(file.getDescription() + " is no valid configuration: " + e.getMessage(), e);
        }
        return keys;
    }

    /**
     * True when Spring's environment answers to this name: as it is written in the file, or in lower case with dashes,
     * which it compares loosely with whatever the file has.
     */
    boolean has(String name) {
        return names.contains(name)
                || (name.equals(name.toLowerCase(Locale.ROOT)) && loosely(name).isPresent());
    }

    /** The way to write a property in lower case with dashes, when it is known but not by the name given. */
    Optional<String> canonical(String name) {
        return loosely(name).map(KnownProperties::dashed);
    }

    Set<String> names() {
        return names;
    }

    private Optional<String> loosely(String name) {
        String plain = plain(name);
        return names.stream().filter(known -> plain(known).equals(plain)).findFirst();
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
