package dev.tandem.config;

import dev.tandem.domain.StopWords;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads the file with the words that end marketing and let it come again. Every fault names the file and what to do. */
final class StopWordsFile {

    private StopWordsFile() {}

    /** @throws IllegalStateException when it cannot be read or understood */
    static StopWords read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            Map<String, StopWords.Language> languages = new LinkedHashMap<>();
            map(root, "the file")
                    .forEach((code, language) -> languages.put(String.valueOf(code), language(code, language)));
            return new StopWords(languages);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The file " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "): put it back, name another in tandem.consent.stop-words-file, or set"
                            + " tandem.consent.stop-words: false",
                    e);
        } catch (YAMLException | IllegalArgumentException e) {
            throw new IllegalStateException("The file " + file + " is wrong: " + e.getMessage(), e);
        }
    }

    private static StopWords.Language language(Object code, @Nullable Object language) {
        Map<?, ?> words = map(language, "the language " + code);
        for (Object key : words.keySet()) {
            if (!List.of("stop", "start").contains(String.valueOf(key))) {
                throw new IllegalArgumentException(
                        "the language " + code + " has '" + key + "': only stop and start are known");
            }
        }
        return new StopWords.Language(words(code, words.get("stop")), words(code, words.get("start")));
    }

    private static Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + " must be a map");
    }

    private static List<String> words(Object code, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException("stop and start of the language " + code + " must be lists of words");
        }
        return list.stream()
                .map(word -> {
                    if (word instanceof String text) {
                        return text;
                    }
                    // YAML reads a bare off as false, and a bare 12 as a number.
                    throw new IllegalArgumentException(
                            "'" + word + "' of the language " + code + " is no text to YAML: put it into quotes");
                })
                .toList();
    }
}
