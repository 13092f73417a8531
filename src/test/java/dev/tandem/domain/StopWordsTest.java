package dev.tandem.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.domain.StopWords.Language;
import dev.tandem.domain.StopWords.Wanted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopWordsTest {

    private final StopWords words = new StopWords(Map.of(
            "en", new Language(List.of("stop", "opt out"), List.of("start")),
            "fr", new Language(List.of("arrêt", "désabonner"), List.of()),
            "tr", new Language(List.of("iptal", "listeden çık"), List.of()),
            "ar", new Language(List.of("إيقاف"), List.of())));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop", "STOP", " Stop. ", "¡STOP!", "»stop«", "ＳＴＯＰ", "stop 🛑", "Stop\u200b", "Opt-Out", "opt  out",
                "ARRÊT", "arret", "arre\u0302t", "De\u0301sabonner", "IPTAL", "İPTAL", "ıptal", "Listeden Çık!",
                        "إِيقَاف", "إيقاف."
            })
    void aWordIsFoundInEverySpelling(String message) {
        assertThat(words.of(message)).hasValue(Wanted.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop it, please",
                "Where is the bus stop?",
                "nonstop",
                "st op",
                "stop stop",
                "",
                "…",
                "🛑",
                "out"
            })
    void everyOtherMessageSaysNothing(String message) {
        assertThat(words.of(message)).isEmpty();
    }

    @Test
    void anotherWordLetsItComeAgain() {
        assertThat(words.of("Start!")).hasValue(Wanted.START);
    }

    @Test
    void aWordThatMeansBothOrNothingIsRefused() {
        assertThatThrownBy(() -> new StopWords(Map.of("en", new Language(List.of("go"), List.of("GO!")))))
                .hasMessageContaining("GO!")
                .hasMessageContaining("en");
        assertThatThrownBy(() -> new StopWords(Map.of("en", new Language(List.of("!"), List.of()))))
                .hasMessageContaining("'!'");
    }
}
