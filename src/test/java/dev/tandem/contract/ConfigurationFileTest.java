package dev.tandem.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.config.TandemProperties;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** What an operator reads in config/ is what the engine reads, with its defaults. */
class ConfigurationFileTest {

    /** A commented line of YAML: no blank behind the hash, or several; one blank begins a sentence. */
    private static final Pattern COMMENTED = Pattern.compile("^#(?=\\S|\\s{2,}\\S)", Pattern.MULTILINE);

    private static final String NUMBERS = "tandem.numbers[].";

    private final Map<String, String> engine = engineProperties();
    private final Map<String, String> documented = new TreeMap<>();

    ConfigurationFileTest() throws IOException {
        for (String file : List.of("application.yaml", "numbers.yaml")) {
            String text = Files.readString(Path.of("config", file));
            flatten("", Documents.yaml().load(COMMENTED.matcher(text).replaceAll("")), documented);
        }
        documented.keySet().removeIf(key -> !key.startsWith("tandem."));
    }

    @Test
    void everyPropertyIsDocumentedAndNoOther() {
        assertThat(documented.keySet()).isEqualTo(engine.keySet());
    }

    @Test
    void withItsDefault() {
        documented.forEach((key, value) -> {
            String standard = engine.getOrDefault(key, "");
            boolean simulated = key.startsWith(NUMBERS) && standard.isEmpty();
            if (!standard.isEmpty() && !simulated) {
                assertThat(value).as(key).isEqualTo(standard);
            }
        });
    }

    @Test
    void whatRoutesAndBeansReadIsDocumented() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String folder : List.of("routes", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Pattern.compile("(?:\\$\\{|\\{\\{)(tandem\\.[a-z.-]+)")
                            .matcher(Files.readString(file))
                            .results()
                            .forEach(match -> read.add(match.group(1)));
                }
            }
        }
        assertThat(read).isNotEmpty().isSubsetOf(documented.keySet());
    }

    @Test
    void theFirstKeyMayComeFromTheEnvironment() {
        var environment =
                new SystemEnvironmentPropertySource("systemEnvironment", Map.of("TANDEM_API_BOOTSTRAP_KEY", "k"));
        assertThat(new Binder(ConfigurationPropertySources.from(environment))
                        .bindOrCreate("tandem.api", TandemProperties.Api.class)
                        .bootstrapKey())
                .isEqualTo("k");
    }

    @Test
    void whatIsNotCommentedIsOnlyTheNumbers() {
        assertThat((Object) Documents.yaml().load(read(Path.of("config/application.yaml"))))
                .as("a fresh installation runs on the defaults alone")
                .isNull();
        assertThat(Documents.read(Path.of("config/numbers.yaml")).size()).isEqualTo(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The keys that the engine reads, in dashes, with the default as text; empty where there is none. */
    private static Map<String, String> engineProperties() {
        Map<String, String> properties = new TreeMap<>();
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.findCandidateComponents("dev.tandem.config").forEach(found -> {
            try {
                Class<?> type = Class.forName(found.getBeanClassName());
                addRecord(type.getAnnotation(ConfigurationProperties.class).value() + '.', type, properties);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        });
        Map<String, String> shipped = new TreeMap<>();
        try (InputStream in = ConfigurationFileTest.class.getResourceAsStream("/application.yaml")) {
            flatten("", Documents.yaml().loadAll(in).iterator().next(), shipped);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        shipped.keySet().removeIf(key -> !key.startsWith("tandem."));
        assertThat(properties).hasSizeGreaterThan(30);
        properties.putAll(shipped);
        return properties;
    }

    private static void addRecord(String prefix, Class<?> type, Map<String, String> properties) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        Parameter[] parameters = constructor.getParameters();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String key = prefix + DataObjectPropertyName.toDashedForm(components[i].getName());
            Class<?> kind = components[i].getType();
            if (kind.isRecord()) {
                addRecord(key + '.', kind, properties);
            } else if (kind == List.class
                    && components[i].getGenericType() instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> element
                    && element.isRecord()) {
                addRecord(key + "[].", element, properties);
            } else {
                DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
                properties.put(key, value == null ? "" : String.join(",", value.value()));
            }
        }
    }

    private static void flatten(String prefix, Object value, Map<String, String> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(
                    (prefix.isEmpty() ? "" : prefix + '.') + DataObjectPropertyName.toDashedForm(key.toString()),
                    inner,
                    flat));
        } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            list.forEach(element -> flatten(prefix + "[]", element, flat));
        } else if (value instanceof List<?> list) {
            flat.putIfAbsent(prefix, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
        } else {
            flat.putIfAbsent(prefix, value == null ? "" : value.toString());
        }
    }
}
