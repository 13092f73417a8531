package dev.tandem.domain;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The words with which a person ends marketing or asks for it again, in all languages at once, because nobody knows in which
 * one a person writes. Only a message that is such a word, whole, counts; case, accents, punctuation and spaces around it do
 * not. Immutable and thread-safe.
 */
public final class StopWords {

    private final Map<String, Wanted> words = new HashMap<>();

    /** What a person asks for. */
    public enum Wanted {
        STOP,
        START
    }

    /**
     * The words of one language.
     *
     * @param stop no more marketing
     * @param start marketing again
     */
    public record Language(List<String> stop, List<String> start) {}

    /**
     * @param languages by their codes, as in {@code en}
     * @throws IllegalArgumentException when a word is empty, or means both; the text names it
     */
    public StopWords(Map<String, Language> languages) {
        languages.forEach((code, language) -> {
            language.stop().forEach(word -> add(code, word, Wanted.STOP));
            language.start().forEach(word -> add(code, word, Wanted.START));
        });
    }

    private void add(String language, String word, Wanted wanted) {
        String plain = plain(word);
        if (plain.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + word + "' of the language " + language + " has neither letters nor digits: remove it");
        }
        Wanted before = words.putIfAbsent(plain, wanted);
        if (before != null && before != wanted) {
            throw new IllegalArgumentException("'" + word + "' of the language " + language
                    + " stands under stop and under start: remove it from one of them");
        }
    }

    /** What a person asks for with this message; empty for every other message. */
    public Optional<Wanted> of(String message) {
        return Optional.ofNullable(words.get(plain(message)));
    }

    /** Without everything in which two spellings of one word may differ. */
    static String plain(String text) {
        String upper = text.replace('ı', 'i').toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{Cf}]", "")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
